"""Pictures: where one stands among the schools' ranges, and the way to the milestones; drawn, and said in words."""
