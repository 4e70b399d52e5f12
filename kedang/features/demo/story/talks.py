"""What was said: sentences for each moment of a deal, with places for who and what."""

from __future__ import annotations

# Kind, sentence, mood, next step; {who} the contact's form of address, {what} the product, {sum} an amount in 万元, {pain} what hurts.
Talk = tuple[str, str, str, str]

FIRST: list[Talk] = [
    ("call", "首次电话沟通，{who}介绍了工厂情况：{pain}。对{what}有兴趣，约下周详谈。", "positive", "发送公司介绍和同行案例"),
    ("wechat", "加上{who}微信，发了公司介绍。对方说先看看资料。", "neutral", "一周后回访资料阅读情况"),
    ("call", "展会上留的名片，电话回访。{who}表示年内有信息化计划，预算还没批。", "neutral", "下月再联系，了解预算进展"),
    ("visit", "首次上门，{who}带看了车间。现场{pain}，希望我们给个初步思路。", "positive", "整理现场记录，给出初步方案"),
    ("call", "电话联系{who}，正忙，约改天。", "neutral", "改天再打"),
]
NEED: list[Talk] = [
    ("visit", "到现场做了一天调研，和{who}逐个车间走了一遍，重点是{pain}。", "positive", "一周内输出调研报告"),
    ("meeting", "线上演示{what}，{who}和生产、质量都参加了，问了很多接口问题。", "positive", "回复接口问题清单"),
    ("meeting", "需求确认会，范围定为两条产线，{who}要求先试点再推广。", "positive", "编写需求说明书"),
    ("wechat", "{who}发来现有表单和流程图，共 14 张。", "neutral", "梳理表单"),
    ("call", "{who}反馈内部意见不统一，设备部希望先做采集。", "neutral", "约设备部一起沟通"),
]
OFFER: list[Talk] = [
    ("email", "发送{what}方案和报价 {sum} 万元，含实施和一年维护。", "neutral", "三天后确认收到情况"),
    ("meeting", "方案汇报，{who}认可总体思路，认为报价偏高。", "neutral", "核算分期方案"),
    ("visit", "带{who}参观了老客户的现场，反馈很好，主动问实施周期。", "positive", "给出实施计划"),
    ("call", "{who}说还有两家在报，月底前内部评审。", "neutral", "评审前再拜访一次"),
]
DEAL: list[Talk] = [
    ("meeting", "商务谈判，付款方式谈到 3-3-3-1，{who}要求质保两年。", "neutral", "请示质保期"),
    ("visit", "和{who}逐条过合同，只剩违约条款一处分歧。", "positive", "法务出修改意见"),
    ("call", "{who}来电：领导出差，签字推到下周。", "neutral", "下周一跟进签字"),
    ("wechat", "{who}确认价格 {sum} 万元，走合同审批。", "positive", "寄出合同"),
]
WON: list[Talk] = [
    ("visit", "合同签订，{sum} 万元。{who}希望尽快进场。", "positive", "移交项目部，安排启动会"),
    ("meeting", "签约并开了启动会，{who}任甲方项目负责人。", "positive", "项目进场"),
]
LOST: dict[str, list[Talk]] = {
    "price": [("call", "{who}来电，最终选了报价更低的一家，差 {sum} 万元的四成左右。", "negative", "半年后回访使用情况")],
    "product": [("meeting", "{who}反馈我们的排程功能达不到要求，本次不考虑。", "negative", "记录功能差距，反馈产品部")],
    "service": [("call", "{who}担心我们在当地没有实施人员，选了本地公司。", "negative", "关注本地服务能力建设")],
    "relationship": [("visit", "拜访{who}，得知总部已指定供应商，我们只是陪标。", "negative", "保持联系")],
    "competition": [("call", "{who}告知选择了竞争对手，看重对方在同行业的案例。", "negative", "一年后回访")],
    "budget": [("call", "{who}说今年预算砍掉了，项目取消。", "neutral", "明年预算季再联系")],
    "timing": [("wechat", "{who}说新厂搬迁推迟，系统暂缓，时间未定。", "neutral", "搬迁后再联系")],
}
WORK: list[Talk] = [
    ("meeting", "项目周会：数据采集完成 60%，{who}要求加一张产能报表。", "neutral", "评估变更工作量"),
    ("visit", "现场处理网关离线问题，更换两台，恢复正常。", "positive", "观察一周"),
    ("call", "{who}反馈报表加载慢，已安排优化。", "negative", "周五前给出优化版本"),
    ("visit", "试运行验收，{who}签字确认一期，遗留问题 5 项。", "positive", "两周内关闭遗留问题"),
    ("wechat", "回款提醒：{who}说验收款已提交财务。", "neutral", "月底确认到账"),
]
CARE: list[Talk] = [
    ("call", "例行回访，系统运行稳定。{who}提到明年可能扩一条产线。", "positive", "关注扩产计划"),
    ("visit", "季度回访，和{who}过了一遍使用情况，采购模块用得少，建议再培训一次。", "neutral", "安排培训"),
    ("wechat", "{who}转发了系统使用截图，车间反馈不错。", "positive", "请求作为案例客户"),
    ("call", "续签运维，{who}让把报价发到邮箱。", "neutral", "发送运维续签报价"),
]
SLEEP: list[Talk] = [
    ("call", "回访{who}，对接人已换岗，暂时没有新需求。", "neutral", "找到新对接人"),
    ("wechat", "给{who}发消息，没有回复。", "neutral", "换个方式联系"),
]
GREETING = {"spring": "春节前给{who}拜年，寄出新春礼盒。", "autumn": "中秋问候{who}，寄出月饼。"}
DEAD = ("电话空号，查询企业已注销。", "重复登记的代理商，不是最终用户。", "已搬迁停产，无法联系。", "做的是贸易，没有工厂，不符合目标。")
LEFT = (
    "服务费上涨后改用集团统一平台，合同到期不再续。",
    "换了总经理，系统整体更换为外资品牌。",
    "工厂关停，业务转移到外地。",
    "对响应速度不满，转给本地公司维护。",
)
