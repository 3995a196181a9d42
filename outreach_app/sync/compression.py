"""Zstandard in and out of bounded memory."""

import zstandard

from outreach_app.wire.refusals import refuse

LEVEL = 9
PLAIN_LIMIT = 256 * 1024 * 1024
RATIO_LIMIT = 200
RATIO_FREE = 64 * 1024  # below this size nothing can hurt, so short repetitive content may shrink as it likes
WINDOW_LIMIT = 8 * 1024 * 1024
STORED = "stored"
ZSTD = "zstd"


def compress(plain: bytes) -> tuple[str, bytes]:
    """Compress and say how; content that shrinks suspiciously well is stored as it is, so that it can be read."""
    squeezed = zstandard.ZstdCompressor(level=LEVEL).compress(plain)
    return (ZSTD, squeezed) if _is_plausible(len(plain), len(squeezed)) else (STORED, plain)


def expand(scheme: str, data: bytes, *, size: int) -> bytes:
    """Undo `compress` to exactly `size` bytes; raises UnreadableFile `bomb`, `too_large` or `damaged`."""
    if size > PLAIN_LIMIT:
        raise refuse("too_large")
    plain = _expand_zstd(data, size) if scheme == ZSTD else data
    if scheme not in (ZSTD, STORED) or len(plain) != size:
        raise refuse("damaged")
    return plain


def _expand_zstd(data: bytes, size: int) -> bytes:
    try:
        frame = zstandard.get_frame_parameters(data)
        # Unpacking at once needs no window beside the output; a frame that asks for one is not ours.
        if frame.content_size != size or frame.window_size > max(WINDOW_LIMIT, size):
            raise refuse("bomb")
        if not _is_plausible(size, len(data)):
            raise refuse("bomb")
        reader = zstandard.ZstdDecompressor(max_window_size=WINDOW_LIMIT)
        return reader.decompress(data, max_output_size=size, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise refuse("damaged") from error


def _is_plausible(plain: int, squeezed: int) -> bool:
    return plain <= RATIO_FREE or plain <= RATIO_LIMIT * squeezed
