"""The OpenAPI description and its page, for people who are signed in; nothing is fetched from elsewhere."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import TemplateHTMLRenderer

from crm_project.api import SIGNED_IN, Guarded


class Schema(SpectacularAPIView):
    guard = SIGNED_IN
    permission_classes = [Guarded]


# Swagger UI sets style attributes on what it draws; its scripts are files of our own.
@method_decorator(csp_update({"style-src": [SELF, UNSAFE_INLINE], "img-src": [SELF, "data:"]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    guard = SIGNED_IN
    permission_classes = [Guarded]
    renderer_classes: list[Any] = [TemplateHTMLRenderer]
