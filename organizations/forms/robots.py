"""Forms of group robots. Address and secret are typed in and never shown again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.forms.base import CountyModelForm
from organizations.models import Robot


class SecretInput(forms.PasswordInput):
    """Never filled in by the server, and not by the browser with somebody's password."""

    def __init__(self):
        super().__init__(render_value=False, attrs={"autocomplete": "new-password"})


class RobotForm(CountyModelForm):
    address = forms.CharField(
        label=_("机器人地址"), max_length=500, widget=SecretInput,
        help_text=_("在群里添加机器人后，平台给出的 Webhook 地址。加密保存，不再显示。"),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("加签密钥"), max_length=200, required=False, widget=SecretInput,
        help_text=_("钉钉和飞书在安全设置里选“加签”后给出；企业微信没有，不填。"),
    )  # fmt: skip

    class Meta:
        model = Robot
        fields = ["kind", "name", "active"]

    field_order = ["kind", "name", "address", "secret", "active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A conflict page or a hidden old value would write the secrets into the page.
            for name in ("address", "secret"):
                self.fields[name].show_hidden_initial = False
                self.fields[name].required = False
                self.fields[name].help_text = _("已保存，不显示。要更换时填新的，不换就空着。")

    def robot_values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("kind", "name", "active", "address", "secret")}
