from __future__ import annotations

import io

import boto3
import pytest
from django.db import transaction
from moto.server import ThreadedMotoServer
from tests.connectors.stores import keeps_its_promises

from moothall.connectors.s3.api import S3Store, options_from
from moothall.ground.files import api as files
from moothall.ground.files.ports import StoreFailed
from moothall.ground.outside import InsideTransaction
from moothall.project import environment, stores

pytestmark = pytest.mark.django_db

SECRET = "se/cr+et"


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="key",
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    ).create_bucket(Bucket="moothall")
    yield f"{host}:{port}"
    running.stop()


def url(server: str, bucket: str = "moothall", rest: str = "") -> str:
    return f"s3://key:se%2Fcr%2Bet@{server}/{bucket}?tls=no{rest}"


def test_a_bucket_keeps_the_promises_of_a_store(server):
    keeps_its_promises(S3Store(options_from(url(server))))
    keeps_its_promises(S3Store(options_from(url(server, rest="&prefix=barchester/"))))


def test_files_are_kept_in_the_bucket_that_the_setting_names(server, monkeypatch):
    monkeypatch.setattr(environment, "FILES_URL", url(server))
    files.use_store(None)
    kept = files.keep(b"a letter", owner="document:1", media_type="text/plain")
    with files.give(kept.digest) as stream:
        assert stream.read() == b"a letter"
    assert files.forget("document:1") == 1
    assert files.sweep() == 1


def test_a_bucket_that_is_not_there_is_said_without_the_secret(server):
    store = S3Store(options_from(url(server, "nowhere")))
    with pytest.raises(StoreFailed) as failed:
        store.write("abcd", io.BytesIO(b"x"), 1)
    assert "NoSuchBucket" in failed.value.sentence
    assert SECRET not in failed.value.sentence + repr(options_from(url(server)))
    assert "Check MOOTHALL_FILES_URL" in store.check()


def test_a_store_that_does_not_answer_is_said():
    options = options_from("s3://key:secret@127.0.0.1:9/moothall?tls=no")
    with pytest.raises(StoreFailed, match="EndpointConnectionError"):
        S3Store(options).read("abcd")


def test_options_are_read_from_the_address():
    options = options_from("s3://k:s@store.example.org/bucket?region=eu-west-2&prefix=a/")
    assert (options.endpoint, options.bucket, options.region) == (
        "https://store.example.org",
        "bucket",
        "eu-west-2",
    )
    assert options_from("s3://k:s@[::1]:9000/bucket").endpoint == "https://[::1]:9000"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://k:s@host/bucket", "needs a host and one bucket"),
        ("s3://k:s@host", "needs a host and one bucket"),
        ("s3://k:s@host/a/b", "needs a host and one bucket"),
        ("s3://host/bucket", "needs a key and a secret"),
        ("s3://k:s@host:port/bucket", "cannot be read"),
        ("s3://k:s@host/bucket?tls=maybe", "neither yes nor no"),
        ("s3://k:s@host/bucket?zone=1", "'zone'"),
    ],
)
def test_a_mistaken_address_says_what_to_write(address, words):
    with pytest.raises(ValueError, match=words):
        options_from(address)


def test_the_project_chooses_the_folder_when_nothing_is_set(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "FILES_URL", "")
    monkeypatch.setattr(environment, "VAR", tmp_path)
    assert stores.file_store().check() == ""


@pytest.mark.django_db(transaction=True)
def test_never_inside_a_transaction(server):
    store = S3Store(options_from(url(server)))
    with transaction.atomic(), pytest.raises(InsideTransaction):
        store.read("abcd")
