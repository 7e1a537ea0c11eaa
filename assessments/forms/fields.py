"""Points as people type them."""

from decimal import Decimal

from django import forms

from campaigns.figures import read_figure


class PointsField(forms.DecimalField):
    """Takes full-width digits and refuses 1e3, like every figure in the system."""

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": 0, "max_value": 1000, "max_digits": 6, "decimal_places": 1, **kwargs})
        self.widget.attrs["size"] = 6

    def to_python(self, value) -> Decimal | None:  # type: ignore[override]  # the stubs have the integer's
        if isinstance(value, str):
            return read_figure(value, name=str(self.label), unit="").value
        return super().to_python(value)
