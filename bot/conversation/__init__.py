"""One exchange: (session, event) to (session, reply). Pure: no input, no output, no clock."""
