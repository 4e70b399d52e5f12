"""What keeps the service from starting."""

from __future__ import annotations

from kedang.core.base import Busy, Conflict, Forbidden, Invalid


class PlainHttpRefused(Forbidden):
    """Plain HTTP on {host} would send readable passwords over the network. Use 'kedang serve --lan', a proxy with HTTPS, or KEDANG_ALLOW_HTTP=all."""

    zh = "在 {host} 上使用明文 HTTP 会使密码在网络中可读。请改用 kedang serve --lan，或在前面放置 HTTPS 反向代理，或设置 KEDANG_ALLOW_HTTP=all 允许。"


class BadCertificate(Invalid):
    """The certificate {file} cannot be used: {reason}. KEDANG_TLS_CERT is a PEM file with the chain, KEDANG_TLS_KEY its key without a passphrase."""

    zh = "无法使用证书 {file}：{reason}。KEDANG_TLS_CERT 须为含证书链的 PEM 文件，KEDANG_TLS_KEY 为其无口令的私钥。"


class NoFreePort(Busy):
    """No port from {first} to {last} is free on {host}."""

    zh = "{host} 上 {first} 至 {last} 之间没有空闲端口。"


class BadAddress(Invalid):
    """The address {host} cannot be listened on: {reason}"""

    zh = "无法在地址 {host} 上监听：{reason}"


class NoSystemd(Invalid):
    """This machine is not run by systemd, so no service can be installed. 'kedang service install --print' shows what another supervisor needs to know."""

    zh = "本机未使用 systemd，无法安装服务。可用 kedang service install --print 查看内容，配置到其他服务管理程序。"


class UnitFailed(Busy):
    """{command} failed: {reason}"""

    zh = "{command} 执行失败：{reason}"


class RunsAlready(Conflict):
    """Kedang is running already ({address}), not as a service; stop it first (Ctrl-C)."""

    zh = "客档已在运行（{address}），但不是以服务方式；请先停止它（Ctrl-C）。"


class UpgradeFailed(Busy):
    """Some workspaces could not be upgraded: {workspaces}. The others run; see 'kedang migrate'."""

    zh = "部分工作区升级失败：{workspaces}。其余工作区正常运行；详见 kedang migrate。"


class NotCurrent(Busy):
    """The database is not up to date; run 'kedang migrate' first."""

    zh = "数据库结构不是最新；请先运行 kedang migrate。"
