"""Group robots of WeCom, DingTalk and Feishu: what is sent, how it is signed, where it may go. No database here."""
