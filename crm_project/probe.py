"""Ask the site of this container whether it is ready: ``python -m crm_project.probe``; exit code 0 when it is."""

from __future__ import annotations

import http.client
import os
import sys


def ready() -> bool:
    """Asks as the proxy in front would: by the site's own name, over what was https."""
    host = os.environ.get("CRM_HOSTS", "localhost").split(",")[0].lstrip(".")
    link = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("CRM_PORT", "8000")), timeout=5)
    try:
        link.request("GET", "/readyz", headers={"Host": host})
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


if __name__ == "__main__":
    sys.exit(0 if ready() else 1)
