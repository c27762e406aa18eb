"""`replace(record, name=value)`: a record with other values in some of its fields.

It is msgspec's. Type checkers see that of the standard library, whose calls they compare with the record's fields.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace
else:
    from msgspec.structs import replace

__all__ = ["replace"]
