"""Examples of imports: one checked with every kind of row, one whose columns are open, one written."""

import datetime

from django.utils import timezone

from organizations.imports.unit_register import UnitRegister
from organizations.services import import_writing, imports
from tests.cast import Cast
from tests.organizations.imports.workbooks import HEAD, xlsx

ON = datetime.date(2026, 6, 30)


def add(cast: Cast, mark: str) -> None:
    """Call it inside the county."""
    units, code = cast.units, cast.county.code
    cast.extra.import_written = _take_in(
        cast, f"{mark}已导入.xlsx", xlsx(HEAD, [f"{code}-090", f"{mark}县林业局", "", "县直单位", units.root.code, 90])
    )
    import_writing.write(
        batch=cast.extra.import_written, good_rows_only=False, confirmed=False, by=cast.accounts["county_admin"], on=ON,
        now=timezone.now(),
    )  # fmt: skip
    cast.extra.import_batch = _take_in(cast, f"{mark}单位登记表.xlsx", _every_kind_of_row(cast, mark))
    table = [
        ["单位码", "单位名", "何种", "归谁管", "说明栏"],
        [f"{code}-091", f"{mark}县水务局", "县直", units.root.code, "无"],
    ]
    cast.extra.import_open = _take_in(cast, f"{mark}自己的表.xlsx", xlsx(*table))


def _every_kind_of_row(cast: Cast, mark: str) -> bytes:
    units, code = cast.units, cast.county.code
    return xlsx(
        [f"{mark}岚溪县村级名册"],
        HEAD,
        [units.ford.code, units.ford.name, "", "村", units.stone.name, 1],
        [units.ridge.code, f"{mark}岭上新村", "岭上", "村", units.stone.name, 2],
        [f"{code}101288", f"{mark}清溪村", "", "村", units.stone.name, 8],
        [f"{code}102288", f"{mark}竹坪村", "", "村", f"{mark}枫木乡", 8],
        [units.maple.code, units.maple.name, "", "乡镇", units.root.code, "约102"],
        [units.bamboo.code, units.bamboo.name, "", "村", units.maple.name, None],
        ["合计", "", "", "", "", 6],
    )


def _take_in(cast: Cast, name: str, data: bytes):
    return imports.take_in(
        register=UnitRegister(), data=data, file_name=name, unit=cast.units.office, by=cast.accounts["county_admin"], on=ON,
        now=timezone.now(),
    )  # fmt: skip
