"""Provinces, cities and well-known districts of China, as they stand before the names of companies and in addresses.

A place is a path from its province down: ``("湖北", "武汉")``. A name may mean several places (朝阳), so a lookup answers with all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pypinyin import lazy_pinyin

Place = tuple[str, ...]
Places = frozenset[Place]
NOWHERE: Places = frozenset()
CHINA: Places = frozenset({()})  #: contains every place

# One province a line: its name; its cities; a city's districts and county-level cities in brackets. A star marks what is also an ordinary word: it
# counts as a place only where 市, 区 or 县 follows or another place stands before it.
_TABLE = """
北京: 海淀 朝阳 西城 东城 丰台 石景山 通州 顺义 昌平 大兴* 房山 门头沟 怀柔 平谷 密云 延庆 亦庄 中关村
上海: 浦东 徐汇 黄浦 静安 长宁 普陀 虹口 杨浦 闵行 宝山 嘉定 松江 青浦 奉贤 金山 崇明 张江 临港
天津: 滨海* 和平* 河西 河东 南开 河北* 红桥 东丽 西青 津南 北辰 武清 宝坻 静海 宁河 蓟州 塘沽
重庆: 渝中 江北 渝北 南岸 九龙坡 沙坪坝 大渡口 巴南 北碚 万州 涪陵 永川 合川 江津 长寿* 璧山 两江
河北: 石家庄 唐山 秦皇岛 邯郸 邢台 保定(定州 涿州 雄安) 张家口 承德 沧州(任丘) 廊坊(三河 霸州 固安 燕郊) 衡水
山西: 太原 大同* 阳泉 长治* 晋城 朔州 晋中 运城 忻州 临汾 吕梁
内蒙古: 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安* 锡林郭勒 阿拉善
辽宁: 沈阳(浑南 铁西) 大连(金州 甘井子 旅顺) 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛
吉林: 长春 吉林 四平 辽源 通化 白山 松原 白城 延边
黑龙江: 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化
江苏: 南京(江宁 玄武 秦淮 建邺 鼓楼 浦口 栖霞 雨花台 六合) 无锡(江阴 宜兴 滨湖 锡山 惠山) 徐州 常州(武进 溧阳)
江苏: 苏州(昆山 太仓 常熟 张家港 吴江 吴中 相城 姑苏) 南通(海门 启东 如皋 海安)
江苏: 连云港 淮安 盐城 扬州 镇江(丹阳 句容) 泰州(靖江 泰兴) 宿迁
浙江: 杭州(余杭 萧山 滨江 西湖* 拱墅 上城 临平 钱塘 富阳 临安) 宁波(鄞州 慈溪 余姚 北仑 海曙) 温州(乐清 瑞安) 嘉兴(海宁 桐乡 平湖)
浙江: 湖州(德清 长兴 安吉) 绍兴(柯桥 诸暨 上虞)
浙江: 金华(义乌 永康 东阳) 衢州 舟山 台州(温岭 临海 玉环) 丽水
安徽: 合肥(蜀山 庐阳 包河) 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福建: 福州(鼓楼 马尾 福清) 厦门(思明 湖里 集美) 莆田 三明* 泉州(晋江 石狮 南安) 漳州 南平 龙岩 宁德
江西: 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安* 宜春 抚州 上饶
山东: 济南(历下 历城 章丘) 青岛(黄岛 崂山 城阳 胶州 即墨) 淄博 枣庄 东营 烟台(龙口 招远 莱州) 潍坊(诸城 寿光 青州) 济宁 泰安 威海 日照 临沂 德州 聊城
山东: 滨州 菏泽 莱芜
河南: 郑州(中原* 金水 新郑 巩义) 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源
湖北: 武汉(洪山 江夏 武昌 汉阳 汉口 江汉 硚口 黄陂 东湖*) 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门
湖南: 长沙(岳麓 雨花 芙蓉* 天心 浏阳 望城) 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
广东: 广州(天河 越秀 番禺 海珠 荔湾 黄埔 白云* 花都 南沙 增城) 深圳(南山* 福田 罗湖 宝安 龙岗 龙华 光明* 坪山 盐田 前海) 珠海(香洲 横琴) 汕头
广东: 佛山(顺德 南海 禅城 三水)
广东: 韶关 湛江 肇庆 江门 茂名 惠州(惠阳) 梅州 汕尾 河源 阳江 清远 东莞(松山湖 长安* 虎门) 中山* 潮州 揭阳 云浮
广西: 南宁 柳州 桂林 梧州 北海* 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾* 崇左
海南: 海口 三亚 三沙 儋州 琼海 万宁 文昌 东方*
四川: 成都(武侯 锦江 青羊 金牛* 成华 双流 郫都 龙泉驿 天府) 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安* 达州 雅安 巴中 资阳
四川: 阿坝 甘孜 凉山
贵州: 贵阳 六盘水 遵义(仁怀 茅台*) 安顺* 毕节 铜仁 黔东南 黔南 黔西南
云南: 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆
西藏: 拉萨 日喀则 昌都 林芝 山南 那曲 阿里*
陕西: 西安(雁塔 碑林 未央* 莲湖 长安* 高陵) 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康* 商洛 杨凌
甘肃: 兰州 嘉峪关 金昌 白银* 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南
青海: 西宁 海东 格尔木
宁夏: 银川 石嘴山 吴忠 固原 中卫
新疆: 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 库尔勒 阿克苏 喀什 和田 伊犁 石河子
香港: 九龙 新界
澳门:
台湾: 台北 新北 高雄 台中 台南 新竹 桃园
"""
_ENDINGS = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "自治州", "新区", "地区", "省", "市", "区", "县", "州")
_ENDING_STARTS = frozenset(ending[0] for ending in _ENDINGS)
_NOT_ENDINGS = {"市": "政场民值", "区": "块域", "州": "际", "县": "", "省": "会级心"}  #: 上海市政, 上海区块链: the word goes on
_SPELLED = {
    "shaanxi": "陕西", "hongkong": "香港", "macau": "澳门", "macao": "澳门", "taiwan": "台湾", "peking": "北京", "innermongolia": "内蒙古",
    "tibet": "西藏",
}  # fmt: skip
_LONGEST = 4


def _read() -> Iterator[tuple[str, Place, bool]]:
    for line in _TABLE.strip().splitlines():
        province, _, rest = line.partition(":")
        yield province, (province,), False
        city: Place = (province,)
        is_inside = False
        for word in rest.replace("(", " ( ").replace(")", " ) ").split():
            if word in {"(", ")"}:
                is_inside = word == "("
                continue
            name = word.rstrip("*")
            path = (*city, name) if is_inside else (province, name)
            city = city if is_inside else path
            yield name, path, word.endswith("*")


def _index() -> tuple[dict[str, Places], frozenset[str]]:
    found: dict[str, set[Place]] = {}
    weak: set[str] = set()
    for name, path, is_weak in _read():
        found.setdefault(name, set()).add(path)
        if is_weak:
            weak.add(name)
    return {name: frozenset(paths) for name, paths in found.items()}, frozenset(weak)


_PLACES, _WEAK = _index()
_STARTS = frozenset(name[:2] for name in _PLACES)


@lru_cache(maxsize=1)
def _latin() -> dict[str, Places]:
    """Places by their pinyin, as English names of companies spell them."""
    found: dict[str, Places] = {}
    for name, places in _PLACES.items():
        if name not in _WEAK and len(name) > 1:
            found.setdefault("".join(lazy_pinyin(name)), places)
    return found | {spelled: _PLACES[name] for spelled, name in _SPELLED.items()}


def latin_places(word: str) -> Places:
    """The places that an English word means: ``shanghai``."""
    return CHINA if word == "china" else _latin().get(word, NOWHERE)


def leading(text: str, *, after_place: bool = False) -> tuple[Places, str]:
    """The place at the very beginning of a text, and what follows it; nowhere if there is none."""
    if text[:2] not in _STARTS:
        return NOWHERE, text
    for length in range(min(_LONGEST, len(text)), 1, -1):
        places = _PLACES.get(text[:length])
        if places is None:
            continue
        rest = text[length:]
        bare = _without_ending(rest)
        if text[:length] in _WEAK and not after_place and bare == rest:
            continue
        return places, bare
    return NOWHERE, text


def all_leading(text: str) -> tuple[Places, str]:
    """Every place at the beginning (湖北省武汉市…) as the narrowest, and what follows."""
    found, rest = leading(text)
    while found:
        more, after = leading(rest, after_place=True)
        narrower = _within(more, found)
        if not narrower or after == rest:
            break
        found, rest = narrower, after
    return found, rest


def all_trailing(text: str) -> tuple[str, Places]:
    """What stands before the place at the very end of a text, and the place."""
    for length in range(min(_LONGEST + 1, len(text)), 1, -1):
        places, rest = leading(text[-length:])
        if places and not rest:
            return text[:-length], places
    return text, NOWHERE


def places_of(text: str) -> Places:
    """The places that a whole text names: an address, a region."""
    return all_leading(text.removeprefix("中国").strip())[0]


def without_orphan(text: str) -> str:
    """A text without the 市 or 省 at its beginning that is left of a place that somebody deleted."""
    rest = _without_ending(text) if text[:1] in {"市", "省"} else text
    return rest if len(rest) > 1 else text


def agree(a: Places, b: Places) -> bool:
    """Whether some place of one lies within, around or at some place of the other."""
    return any(x[: len(y)] == y or y[: len(x)] == x for x in a for y in b)


@lru_cache(maxsize=20_000)
def _within(inner: Places, outer: Places) -> Places:
    narrower = frozenset(i for i in inner for o in outer if i[: len(o)] == o)
    return narrower or (outer if inner == outer else NOWHERE)


def _without_ending(rest: str) -> str:
    if rest[:1] not in _ENDING_STARTS:
        return rest
    for ending in _ENDINGS:
        if rest.startswith(ending) and not (len(rest) > len(ending) and rest[len(ending)] in _NOT_ENDINGS.get(ending, "")):
            return rest[len(ending) :]
    return rest
