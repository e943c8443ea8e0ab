#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL and REDIS_URL it finds or starts the embedded servers first."""

import getpass
import os
import sys

# Commands that touch no row: they work, and stay quick, without servers.
NO_SERVERS = {
    "help",
    "version",
    "collectstatic",
    "compilemessages",
    "makemessages",
    "diffsettings",
    "demo",
    "stop",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_project.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is not installed here. Run: make env, then .venv/bin/python manage.py")
    from crm_project import embedded
    from crm_project.doing import doing

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        if command == "stop":
            embedded.stop()
        elif command == "demo":
            from crm_project import demo

            sys.exit(demo.main(sys.argv[2:]))
        else:
            if command not in NO_SERVERS and not {"-h", "--help", "--version"} & set(sys.argv):
                embedded.ensure()
            with doing(f"command {command} · {getpass.getuser()}"):
                execute_from_command_line(sys.argv)
    except embedded.ServerTrouble as trouble:
        sys.exit(f"{trouble}")


if __name__ == "__main__":
    main()
