"""A file store in a bucket."""

from __future__ import annotations

import io
import re
from typing import Any, BinaryIO, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from moothall.connectors.s3.options import S3Options
from moothall.ground.files.ports import StoreFailed
from moothall.ground.outside import forbid_in_transaction

_NAME = re.compile(r"[0-9a-z][0-9a-z.-]{3,99}")
_MISSING = ("404", "NoSuchKey", "NotFound")


class S3Store:
    """`ground.files.ports.FileStore`. S3 keeps an object whole or not at all, and it is durable when it answers."""

    def __init__(self, options: S3Options) -> None:
        self._options = options
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=options.endpoint,
            aws_access_key_id=options.key,
            aws_secret_access_key=options.secret,
            region_name=options.region,
            config=Config(
                connect_timeout=options.seconds,
                read_timeout=options.seconds,
                retries={"max_attempts": 3, "mode": "standard"},
                s3={"addressing_style": "path"},
                # Stores other than AWS do not all know the newer checksums; the digest in the name is ours.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def write(self, name: str, content: BinaryIO, size: int) -> None:
        forbid_in_transaction("The file store")
        where = self._where(name)
        try:
            self._client.put_object(**where, Body=content, ContentLength=size)
        except (ClientError, BotoCoreError) as error:
            raise self._failed("written", error) from error

    def read(self, name: str) -> BinaryIO:
        """The bytes, fetched whole: a file here is at most some megabytes, and a broken line shows at once."""
        forbid_in_transaction("The file store")
        where = self._where(name)
        try:
            return io.BytesIO(cast(bytes, self._client.get_object(**where)["Body"].read()))
        except ClientError as error:
            if _code(error) in _MISSING:
                raise FileNotFoundError(name) from None
            raise self._failed("read", error) from error
        except BotoCoreError as error:
            raise self._failed("read", error) from error

    def holds(self, name: str) -> bool:
        forbid_in_transaction("The file store")
        try:
            self._client.head_object(**self._where(name))
        except ClientError as error:
            if _code(error) in _MISSING:
                return False
            raise self._failed("read", error) from error
        except BotoCoreError as error:
            raise self._failed("read", error) from error
        return True

    def delete(self, name: str) -> None:
        forbid_in_transaction("The file store")
        try:
            self._client.delete_object(**self._where(name))
        except (ClientError, BotoCoreError) as error:
            raise self._failed("written", error) from error

    def check(self) -> str:
        """Write, read and delete a small object."""
        name = "check-moothall"
        try:
            self.write(name, io.BytesIO(b"moothall"), 8)
            self.read(name).close()
            self.delete(name)
        except (StoreFailed, FileNotFoundError) as problem:
            said = problem.sentence if isinstance(problem, StoreFailed) else "It forgot what was written."
            return (
                f"{said} Check MOOTHALL_FILES_URL, that the bucket is there and that the key may write to it."
            )
        return ""

    def _where(self, name: str) -> dict[str, str]:
        if not _NAME.fullmatch(name) or ".." in name:
            raise ValueError(f"{name!r} is no name of a kept file.")
        return {"Bucket": self._options.bucket, "Key": self._options.prefix + name}

    def _failed(self, doing: str, error: ClientError | BotoCoreError) -> StoreFailed:
        """Neither key nor secret nor content is in the sentence."""
        why = _code(error) if isinstance(error, ClientError) else type(error).__name__
        place = f"bucket {self._options.bucket!r} at {self._options.endpoint}"
        return StoreFailed(f"The {place} cannot be {doing}: {why}.")


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))
