"""Pictures (画像) of sheets that came by FAX: pages by target; the bytes by their digest, outside the journal."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import picture, picture_bytes


@dataclass(frozen=True, slots=True)
class PageBytes:
    """A page as a picture file: its bytes and what they are (image/png, image/jpeg)."""

    data: bytes
    media: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page that is kept; pages are counted from 1."""

    page: int
    digest: str


def add(writing: Writing, target_id: int, pages: Sequence[PageBytes]) -> int:
    """Put pages behind those a target has; returns how many it has then."""
    last = writing.connection.execute(select(func.max(picture.c.page)).where(picture.c.target_id == target_id)).scalar()
    first = (last or 0) + 1
    for number, page in enumerate(pages, start=first):
        writing.add(picture, target_id=target_id, page=number, digest=_keep_bytes(writing.connection, page))
    return first + len(pages) - 1


def of_target(connection: Connection, target_id: int) -> tuple[KeptPage, ...]:
    """The pages of a target, in their order."""
    statement = (
        select(picture.c.page, picture.c.digest).where(picture.c.target_id == target_id).order_by(picture.c.page)
    )
    return tuple(KeptPage(row.page, row.digest) for row in connection.execute(statement))


def page_bytes(connection: Connection, digest: str) -> PageBytes | None:
    """The bytes of a page."""
    row = connection.execute(select(picture_bytes).where(picture_bytes.c.digest == digest)).first()
    return None if row is None else PageBytes(row.data, row.media)


def _keep_bytes(connection: Connection, page: PageBytes) -> str:
    digest = hashlib.sha256(page.data).hexdigest()
    known = connection.execute(select(picture_bytes.c.digest).where(picture_bytes.c.digest == digest)).scalar()
    if known is None:
        connection.execute(insert(picture_bytes), {"digest": digest, "media": page.media, "data": page.data})
    return digest
