"""Mail through a mail server, by SMTP."""
