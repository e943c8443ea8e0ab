"""Encodings and delimiters are found out."""

from __future__ import annotations

import gzip

import pytest

from accounts.models import Customer
from tests.importing.conftest import Import

MAPPING = '[columns]\nname = "名称"\nexternal_id = "Id"\n'
LINES = "Id,名称\n1,华为技术有限公司\n2,小米科技\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_found(load: Import, encoding: str, delimiter: str) -> None:
    load("customers", LINES.replace(",", delimiter).encode(encoding), MAPPING)
    assert Customer.objects.get(external_id="1").name == "华为技术有限公司"


def test_latin(load: Import) -> None:
    load(
        "customers",
        "Id,名称\n1,Café Müller £\n".replace("名称", "Name").encode("cp1252"),
        MAPPING.replace("名称", "Name"),
    )
    assert Customer.objects.get().name == "Café Müller £"


def test_gzip(load: Import) -> None:
    load("customers", gzip.compress(LINES.encode()), MAPPING, name="file.csv.gz")
    assert Customer.objects.count() == 2


def test_given(load: Import) -> None:
    mapping = '[file]\nencoding = "gbk"\ndelimiter = "semicolon"\nskip_lines = 2\n' + MAPPING
    load("customers", ("导出\n2024\n" + LINES.replace(",", ";")).encode("gbk"), mapping)
    assert Customer.objects.count() == 2
