"""No view opens by mistake."""

from __future__ import annotations

import pytest
from django.http import Http404, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from crm_project.guard import GuardMiddleware, guard_of


def all_views(resolver, namespace=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from all_views(entry, ":".join(filter(None, [namespace, entry.namespace])))
        elif isinstance(entry, URLPattern):
            yield entry, namespace


def test_every_view_is_guarded():
    views = all_views(get_resolver())
    assert [str(entry.pattern) for entry, name in views if guard_of(entry.callback, name, entry.name) is None] == []


def test_a_view_without_a_guard_is_not_there(rf, lin):
    request = rf.get("/")
    request.user, request.resolver_match = lin, None
    with pytest.raises(Http404):
        GuardMiddleware(HttpResponse).process_view(request, lambda request: HttpResponse(), (), {})


def test_strangers_are_sent_to_sign_in(client, organisation):
    assert client.get("/customers/").headers["Location"] == "/sign-in/?next=/customers/"


def test_a_role_without_the_verb_is_refused(sign_in, lin):
    assert sign_in(lin).get("/users/new/").status_code == 403


def test_a_deactivated_person_is_out(sign_in, lin):
    client = sign_in(lin)
    type(lin).objects.filter(pk=lin.pk).update(is_active=False)
    assert client.get("/customers/").status_code == 302


@pytest.mark.parametrize("path", ["/sign-out/", "/interactions/quick/", "/language/"])
def test_a_get_does_not_do_what_a_post_does(sign_in, lin, path):
    assert sign_in(lin).get(path).status_code == 405
