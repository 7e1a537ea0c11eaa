"""Forms of the log-in and of one's own account."""

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from organizations.passwords import MAX_LENGTH

# Longer than any rule allows, so that the answer is the same words as for a wrong one.
LONGEST_TRY = 200


class LoginForm(forms.Form):
    county = forms.CharField(
        label=_("县（市、区）"),
        max_length=60,
        help_text=_("填县名或 6 位区划代码。"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    login_name = forms.CharField(
        label=_("账号"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=LONGEST_TRY,
    )


class EmailForm(forms.Form):
    """Whether it is an address, the service says."""

    email = forms.CharField(
        label=_("邮箱"), required=False, max_length=300,
        help_text=_("只用来收填报提醒，加密保存，别人看到的是遮住的。不用邮箱就空着。"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class PasswordForm(forms.Form):
    """The present password is not asked again right after the first log-in with the one-time code."""

    old_password = forms.CharField(
        label=_("现在的密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=LONGEST_TRY,
    )
    new_password1 = forms.CharField(
        label=_("新密码"),
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label=_("再输一遍新密码"),
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["new_password1"].help_text = " ".join(password_validators_help_texts())
        if account.must_change_password:
            del self.fields["old_password"]

    def clean_new_password1(self):
        validate_password(self.cleaned_data["new_password1"], self.account)
        return self.cleaned_data["new_password1"]

    def clean(self):
        data = super().clean()
        if data.get("new_password1") and data.get("new_password2") not in (None, data["new_password1"]):
            self.add_error("new_password2", _("两次输入的新密码不一样。"))
        return data
