"""A profile as it is copied from its page; nobody on it exists."""

PAGE = """\
Célia Vernay
· 2e
Toujours partante pour un café
Angers, Pays de la Loire, France
Coordonnées
341 relations
Se connecter
Expérience
Affréteuse
Orvalys SAS · CDI
mars 2015 – aujourd'hui · 11 ans
Angers
Assistante
Transports Galvin · CDD
juin 2012 – août 2014 · 2 ans 3 mois
Nantes
Formation
Université de Tours
Master, droit
2008 - 2012
"""
