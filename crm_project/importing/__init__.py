"""Reading another system's files: a file and a mapping in, checked rows out. Knows no record of the CRM."""
