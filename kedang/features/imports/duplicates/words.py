"""Words that companies' names are made of beside their brand: legal forms, lines of business, branches."""

from __future__ import annotations

#: Chinese legal forms by what they mean, each with the class it counts as; the longest is tried first.
FORMS: dict[str, str] = {
    "股份有限责任公司": "stock", "股份有限公司": "stock", "有限股份公司": "stock", "股份公司": "stock", "有限责任公司": "limited", "责任有限公司": "limited",
    "有限公司": "limited", "有限责任": "limited", "有限合伙企业": "partnership", "合伙企业": "partnership", "有限合伙": "partnership",
    "普通合伙": "partnership", "特殊普通合伙": "partnership", "总公司": "company", "公司": "company", "有限": "limited",
}  # fmt: skip

#: Other kinds of organisations; the word stays part of what the name says.
ORGANISATIONS: dict[str, str] = {
    "律师事务所": "office", "会计师事务所": "office", "事务所": "office", "工作室": "studio", "经营部": "shop", "商行": "shop", "商店": "shop",
    "批发部": "shop",
    "服务部": "shop", "门市部": "shop", "超市": "shop", "合作社": "cooperative", "研究院": "institute", "研究所": "institute", "设计院": "institute",
    "大学": "school", "学院": "school", "学校": "school", "中学": "school", "小学": "school", "幼儿园": "school", "医院": "hospital", "卫生院": "hospital",
    "诊所": "hospital", "银行": "bank", "委员会": "public", "人民政府": "public", "管理局": "public", "局": "public", "协会": "association",
    "学会": "association", "商会": "association", "基金会": "association", "工厂": "factory", "厂": "factory", "酒店": "hotel", "饭店": "hotel",
}  # fmt: skip

#: Lines of business: the sector that each word means. Words without a sector say nothing of it (服务, 管理).
_SECTORS: dict[str, str] = {
    "": "服务 管理 发展 实业 产业 企业 企业管理 开发 控股 咨询 设备 工业 国际 系统 运营 制品 用品 应用 股份 集成 事业 业务 联合 股权 资产管理 "
    "经营 推广 综合 代理",
    "technology": "科技 技术 高科 高新技术 科技发展 技术开发 技术服务 科贸",
    "software": "软件 信息 信息技术 信息科技 信息工程 信息系统 计算机 数据 大数据 云计算 数字 数字科技 数码 数科 智能 智能科技 人工智能 物联网 "
    "软件技术 网络安全 信息产业",
    "internet": "网络 互联网 网络科技 网络技术 电商 电子商务 在线 互动 信息网络",
    "electronics": "电子 半导体 光电 微电子 集成电路 芯片 电子科技 电子技术 元器件 仪器 仪表 仪器仪表 传感 传感器 激光 电器 家电 电气",
    "telecommunications": "通信 通讯 电信 通信技术",
    "machinery": "机械 机械设备 机械制造 机电 机电设备 装备 装备制造 重工 机床 自动化 自动化设备 机器人 制造 精密 模具 五金 阀门 泵业 数控 液压 "
    "轴承 工具",
    "vehicles": "汽车 汽车销售 汽车服务 汽车零部件 汽配 汽贸 新能源汽车 车业 航空 船舶 造船",
    "construction": "建筑 建筑工程 建设 建设工程 工程 工程咨询 工程技术 工程建设 工程管理 建工 建材 装饰 装饰工程 装修 市政 市政工程 路桥 园林 "
    "园林绿化 景观 施工 安装 安装工程 "
    "混凝土 水泥 土木 监理 勘察 幕墙 门窗 钢构 钢结构 建筑设计 建筑装饰 建筑劳务",
    "real_estate": "房地产 房地产开发 地产 置业 物业 物业管理 物业服务 房产 不动产 城建",
    "logistics": "物流 供应链 供应链管理 运输 货运 仓储 快递 速递 国际物流 货运代理 国际货运代理 航运 港口 冷链",
    "trade": "商贸 贸易 进出口 进出口贸易 国际贸易 经贸 工贸 商业 百货 零售 批发 销售 商务 营销策划 商贸发展",
    "healthcare": "医疗 医疗器械 医疗科技 医疗设备 医药 药业 制药 生物 生物科技 生物技术 生物医药 健康 健康科技 健康管理 大健康 医学 大药房 药房 "
    "口腔 养老 康复 医疗健康 基因",
    "finance": "金融 金融信息 金融信息服务 金融服务 投资 投资管理 投资咨询 投资控股 资本 资产 基金 基金管理 证券 保险 保险经纪 保险代理 融资租赁 "
    "财务 财务咨询 担保 小额贷款 期货 信托 "
    "典当 保理 税务 财税 会计",
    "education": "教育 教育科技 教育咨询 教育培训 培训 文化教育 留学",
    "media": "文化 文化传媒 传媒 影视 影业 文化传播 文化艺术 文创 娱乐 游戏 动漫 出版 印刷 图文 音乐 演艺 旅游 旅行社 体育 文旅",
    "marketing": "广告 广告传媒 营销 品牌 品牌管理 公关 会展 会展服务 展览 策划 市场营销",
    "employment": "人力资源 人力资源服务 人力资源管理 人才 劳务 劳务派遣 外包 人力 服务外包",
    "business": "企业服务 企业咨询 管理咨询 企业管理咨询 商务咨询 商务服务 信息咨询 法律 法律咨询 知识产权 翻译 租赁 检测 检测技术 认证 设计 "
    "工业设计 家政 保洁 保安 安保",
    "energy": "能源 新能源 能源科技 新能源科技 电力 电力工程 燃气 石油 石化 化工 石油化工 化学 光伏 太阳能 风电 储能 电池 煤业 煤炭 矿业 热力 电网",
    "environment": "环保 环保科技 环境 环境工程 环境科技 水务 水处理 节能 节能科技 环卫 再生资源",
    "materials": "材料 新材料 新材料科技 材料科技 塑料 塑胶 橡胶 钢铁 金属 有色金属 铝业 铜业 玻璃 陶瓷 包装 纸业 纸制品 包装材料 涂料 不锈钢",
    "textiles": "纺织 服装 服饰 服饰鞋业 鞋业 制衣 针织 家纺 皮具 箱包 纤维",
    "agriculture": "农业 农业科技 农业发展 农业开发 生态 生态农业 林业 畜牧 渔业 种业 饲料 农产品 农资 牧业 水产 养殖",
    "food": "食品 食品科技 餐饮 餐饮管理 餐饮服务 饮料 酒业 茶业 粮油 乳业 调味品 食材 烘焙 咖啡",
    "home": "家居 家具 家居用品 日用品 日化 化妆品 美容 美业 珠宝 玩具 工艺品 文具 办公用品 宠物 母婴",
    "hospitality": "酒店管理 酒店 宾馆 民宿",
    "security": "安防 消防 消防工程 安全技术 安全",
}  # fmt: skip
INDUSTRIES: dict[str, str] = {word: sector for sector, words in _SECTORS.items() for word in words.split()}
LONGEST_INDUSTRY = max(map(len, INDUSTRIES))

_LATIN_SECTORS: dict[str, str] = {
    "": "services service management international enterprise enterprises global solutions systems industries industry industrial development "
    "partners associates worldwide",
    "technology": "technology technologies tech",
    "software": "software information computer computing data digital it cloud",
    "internet": "network networks internet online ecommerce",
    "electronics": "electronics electronic electric electrical semiconductor semiconductors instruments",
    "telecommunications": "telecom communications communication telecommunications",
    "machinery": "machinery machine manufacturing equipment automation robotics mechanical tools",
    "vehicles": "automotive auto motors aviation",
    "construction": "construction building engineering decoration",
    "real_estate": "property properties estate realty",
    "logistics": "logistics transport transportation shipping freight warehousing supplychain express",
    "trade": "trading trade commerce commercial import export retail wholesale",
    "healthcare": "medical health healthcare pharma pharmaceutical pharmaceuticals biotech biotechnology",
    "finance": "finance financial capital investment investments insurance bank banking securities",
    "education": "education training school",
    "media": "media culture entertainment film publishing travel tourism",
    "marketing": "advertising marketing",
    "business": "consulting consultancy advisory legal law design",
    "energy": "energy power petroleum oil gas chemical chemicals solar",
    "environment": "environmental environment water",
    "materials": "materials material plastics steel metal packaging paper glass",
    "textiles": "textile textiles garment garments apparel",
    "agriculture": "agriculture agricultural farming seeds",
    "food": "food foods beverage beverages catering",
    "hospitality": "hotel hotels hospitality",
}  # fmt: skip
LATIN_INDUSTRIES: dict[str, str] = {word: sector for sector, words in _LATIN_SECTORS.items() for word in words.split()}

#: Latin legal forms, as single words without dots; ``co`` and ``company`` are of no class of their own.
LATIN_FORMS: dict[str, str] = {
    "ltd": "limited", "limited": "limited", "llc": "limited", "gmbh": "limited", "srl": "limited", "sarl": "limited", "bv": "limited", "pty": "limited",
    "pte": "limited", "oy": "limited", "kk": "limited", "bhd": "limited", "sdn": "limited", "inc": "stock", "incorporated": "stock", "corp": "stock",
    "corporation": "stock", "plc": "stock", "ag": "stock", "sa": "stock", "spa": "stock", "nv": "stock", "ab": "stock", "llp": "partnership",
    "lp": "partnership", "kg": "partnership", "co": "company", "company": "company",
}  # fmt: skip
LATIN_GROUPS = frozenset({"group", "holding", "holdings"})

BRANCHES = (
    "分公司", "子公司", "分店", "旗舰店", "专卖店", "直营店", "加盟店", "营业部", "办事处", "代表处", "联络处", "分院", "分校", "分行",
    "支行", "分部", "事业部", "项目部", "分厂", "分局", "分所", "分会", "分中心", "校区", "院区", "厂区", "门店", "店", "部", "厂",
)  # fmt: skip
HEADQUARTERS = frozenset({"总部", "本部", "总公司", "总店", "总行", "总院", "母公司"})
_DEPARTMENTS = (
    "采购部 财务部 市场部 销售部 行政部 人事部 人力资源部 技术部 工程部 研发部 客服部 信息部 信息中心 法务部 运营部 生产部 "
    "办公室 综合部 商务部 仓储部 质量部 品质部 总经办"
)
DEPARTMENTS = frozenset(_DEPARTMENTS.split())
REMARKS = ("原", "曾用名", "已", "旧", "老客户", "新客户", "注销", "暂停", "停用", "测试", "重复", "简称", "以下简称", "备注", "VIP", "vip", "重点", "签约")

#: Characters by which sister firms are told apart: 一建 and 二建, 城东 and 城西, 新 and 老. A name that differs in them is another name.
TELLING = frozenset("一二三四五六七八九十百千0123456789东南西北新老大小甲乙丙丁戊")
NUMERALS = str.maketrans("一二三四五六七八九壹贰叁肆伍两", "123456789123452")
