"""告知书: what a person is told before she agrees. A consent names the version and the hash of these words."""

from hashlib import sha256

VERSION = "2026-01"
TEXT = (
    "社工站为了帮助您，会登记您的姓名、联系方式、住址和您说的情况。",
    "这些资料只给为您服务的社会工作者看，谁看过都有记录。",
    "只有您同意，才会把进展告诉转介您的单位，并且只说到您同意的程度。",
    "您可以随时查看、更正，也可以撤回同意；撤回以前已经做的不受影响。",
)  # 个人信息保护法 14、15、17、29、31
HASH = sha256("\n".join((VERSION, *TEXT)).encode()).hexdigest()
