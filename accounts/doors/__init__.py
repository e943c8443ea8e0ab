"""How people come in: signing in, sessions, second factor, single sign-on, links by mail. Made of django-allauth."""
