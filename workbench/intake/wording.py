"""Lines that say by their wording that they are page furniture: one table, both languages together.

A rule fits only when its words are the whole line, so that a sentence that merely mentions printing or
sharing stays. Patterns are written as people write and are folded like the lines they are held against
(:func:`workbench.text.arabic.match_key`); an English page may well carry an Arabic button.
"""

import re
from dataclasses import dataclass
from functools import cache

from workbench.text.arabic import fold_letters, match_key

_DECORATION = " \t\"'|•·*<>«»‹›▪●○◦-_:؛;.,،…!()[]{}+►▶→←↑↓#@"


@dataclass(frozen=True, slots=True)
class Rule:
    """One family of furniture.

    ``edge_only``: fits only above the first paragraph of the article or below its last one, since the same
    words could be a subheading between. ``longest`` is in words.
    """

    id: str
    reason: str
    patterns: tuple[str, ...]
    edge_only: bool = False
    longest: int = 14


_NETWORKS = (
    r"facebook|twitter|x|whats ?app|telegram|linkedin|instagram|youtube|tiktok|threads|bluesky|reddit|pinterest"
    r"|snapchat|messenger|google news|flipboard|viber|e-?mail|rss|sms|copy link|link"
    r"|(?:ال)?فيس ?بوك|فيسبوك|(?:ال)?تويتر|[اإ]كس|منصة [اإ]كس|واتس ?[اأ]ب|(?:ال)?واتساب|تليغرام|تلي?جرام|تيليجرام|تلغرام"
    r"|لينك[دـ]?إ?[اي]ن|لينكد ?[اإ]ن|[اإ]نستغرام|[اإ]نستجرام|يوتيوب|تيك ?توك|سناب ?شات|ماسنجر|بينترست|ريديت"
    r"|(?:غوغل|جوجل|قوقل) (?:نيوز|[أا]خبار)|[أا]خبار (?:غوغل|جوجل)|نبض|البريد(?: الإلكتروني)?|بريد|نسخ الرابط|رابط"
)
_SHARING = (
    r"share|shares|sharing|follow|follow us|tweet|post|send|join us|find us|subscribe|like us"
    r"|شارك|شاركنا|شاركها|مشاركة|المشاركة|انشر|[أا]رسل|تابعنا|تابعونا|تابع|تواصل معنا|غرد|اشترك"
)
_GLUE = (
    r"this|the|article|story|page|post|news|on|via|with|to|by|and|our|us|in|channel|account|friends?|now"
    r"|على|عبر|في|مع|إلى|من خلال|هذا|هذه|المقال|المقالة|الخبر|الصفحة|الموضوع|قناتنا|صفحتنا|حسابنا|أصدقائك|صديق|و"
)
_FOOTER = (
    r"about(?: us)?|who we are|contact(?: us)?|privacy(?: (?:policy|notice|statement))?|terms(?: (?:of|and|&) \w+)?"
    r"|(?:manage )?cookies?(?: (?:policy|settings|preferences))?|advertise(?: with us)?|careers|jobs|site ?map|help"
    r"|faqs?|rss|accessibility|disclaimer|our team|editorial policy|feedback|complaints|archive|corrections"
    r"|من نحن|عن (?:الموقع|الصحيفة|المركز)|(?:اتصل|اتصلوا|للاتصال) بنا|تواصل معنا|سياسة (?:الخصوصية|الاستخدام|التحرير|الكوكيز)"
    r"|(?:ال)?شروط (?:وال)?(?:أحكام|استخدام|الاستخدام|والأحكام)|الشروط والأحكام|اتفاقية الاستخدام|أعلن معنا|للإعلان معنا"
    r"|خريطة الموقع|وظائف|الأرشيف|هيئة التحرير|فريق العمل|ميثاق الشرف|إخلاء مسؤولية|الأسئلة الشائعة"
)
_TAG_LABEL = (
    r"tags?|key ?words?|topics|hash ?tags?|filed under|posted in|related topics"
    r"|(?:ال)?كلمات (?:ال)?(?:مفتاحية|دلالية|دليلية)|كلمات البحث|(?:ال)?وسوم|(?:ال)?تا[غج]ات?|(?:ال)?هاشتا[غج]ات?"
    r"|علامات|العلامات|مواضيع|المواضيع|الموضوعات|تصنيفات|التصنيفات"
)
_RELATED = (
    r"(?:read|see|watch|view) (?:also|more|next|too)|also (?:read|see|on this site)|more (?:on this(?: story| topic)?|stories|news|to read|like this)"
    r"|related(?: (?:articles?|stor(?:y|ies)|news|posts?|content|links?|coverage|reading|videos?))?|in related news"
    r"|most (?:read|popular|viewed|watched|shared|commented)|(?:now )?trending(?: now)?|popular(?: now)?|recommended(?: (?:for you|stories|reading))?"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|editor'?s'? (?:picks?|choice)|top stories|latest (?:news|stories|articles)"
    r"|(?:further|additional|background) reading|around the web|what to read next|don'?t miss|must reads?|up next|suggested for you"
    r"|(?:اقرأ|إقرأ|طالع|شاهد|انظر|تصفح|اقرؤوا|استمع) (?:أيضا|كذلك|المزيد|أكثر)|لقراءة المزيد|للمزيد|اقرأ في .{0,40}"
    r"|(?:أخبار|مواضيع|موضوعات|مقالات|مواد|تقارير|قصص|روابط|فيديوهات?) (?:ذات صلة|متعلقة|مرتبطة|مشابهة|قد تهمك|أخرى|مقترحة|مختارة)"
    r"|(?:ال)?(?:أخبار|مواضيع|موضوعات|مقالات) (?:ال)?(?:متعلقة|مرتبطة|مشابهة|مقترحة)|ذات صلة|(?:قد|ربما) (?:يعجبك|يهمك|تهمك)(?: أيضا)?"
    r"|(?:ال)?أكثر (?:قراءة|مشاهدة|تداولا|شيوعا|تعليقا|رواجا|شعبية|زيارة)|مختارات(?: المحرر)?|اخترنا لك(?:م)?|نرشح لك(?:م)?"
    r"|(?:آخر|أحدث|أهم) (?:الأخبار|المقالات|المواضيع)|المزيد حول هذ[اه] \w+|إقرا ايضا|مواد ذات صلة|مرتبط|لا يفوتك|في هذا الملف"
)
_AGENCIES = (
    r"getty(?: images)?|reuters|afp|a\.?f\.?p\.?|ap|a\.?p\.?|associated press|epa|anadolu(?: agency)?|shutterstock|i ?stock|xinhua"
    r"|alamy|bloomberg|pa(?: media| wire)?|zuma|sipa|social media|archive|file|handout|courtesy|supplied|wikimedia(?: commons)?|agencies"
    r"|رويترز|فرانس برس|أ\.?ف\.?ب|الفرنسية|أسوشيتد ?برس|أ\.?ب|غيتي(?: إيمجز)?|جيتي(?: إيمدجز)?|الأناضول|شينخوا|سبوتنيك"
    r"|مواقع التواصل(?: الاجتماعي)?|وكالات|أرشيف|أرشيفية|الأوروبية|الألمانية|واس|وام"
)
_PHOTO = r"photo(?:graph)?s?|pictures?|images?|video|صورة?|الصورة?|تصوير|فيديو"
_TIME_UNIT = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)"
_TIME_UNIT_AR = (
    r"(?:لحظات|ثوان|ثانية|دقيقة|دقيقتين|دقائق|ساعة|ساعتين|ساعات|يوم|يومين|أيام|أسبوع|أسبوعين|أسابيع|شهر|أشهر)"
)
_COUNTED = (
    r"views?|reads?|shares?|likes?|visits?|hits|comments?|reactions?|downloads?|followers"
    r"|مشاهد(?:ة|ات)|المشاهدات|قراء(?:ة|ات)|القراءات|زيار(?:ة|ات)|الزيارات|مشارك(?:ة|ات)|المشاركات|إعجابات?|تعليق(?:ات)?|التعليقات|متابع"
)
_ROLE = r"(?:رئيس|رئيسة|نائب|مدير|المدير|مديرة|المشرف|المشرفة|سكرتير|المستشار|الناشر|المؤسس|هيئة|أسرة|مستشار|رئاسة)"
_ROLE_REST = r"(?:و?(?:رئيس|نائب|مدير|مجلس|هيئة|سكرتير|العام|عام|المسؤول|التنفيذي|الإداري|الإدارة|إدارة|التحرير|تحرير|الأمناء|الموقع|الصحيفة|المركز|ال[عن]شر|الفني|القانوني)|والتحرير|والإدارة)"

RULES: tuple[Rule, ...] = (
    Rule(
        "ad",
        "An advertising slot.",
        (
            r"ad(?: (?:ad|[a-z]|\d{1,3}))*|ads?(?: (?:slot|space|unit|block|choices|by \w+))?",
            r"advert(?:s|isements?|orial)?(?:\W+.{0,50}(?:continue|below|story|article|reading).{0,40})?",
            r"(?:sponsored|promoted|paid)(?: (?:content|post|links?|by .{1,40}))?|google ads?|taboola|outbrain",
            r"(?:the )?(?:article|story) continues (?:after|below).{0,40}",
            r"إعلان(?:ات)?(?:\W+.{0,20}(?:تابع|يتبع|واصل|مواصلة|متابعة).{0,40})?|مساحة إعلانية|إعلان (?:ممول|مدفوع|تجاري)",
            r"(?:محتوى|مادة|مواد) (?:ممول[ةه]?|برعاية|إعلاني[ةه]?|دعائي[ةه]?)|إعلانات جوجل",
        ),
    ),
    Rule(
        "tools",
        "A button of the page (print, save, listen, text size).",
        (
            r"print(?: (?:this )?(?:page|article|story|friendly|version))?|(?:save|bookmark)(?: (?:this )?(?:article|story|for later|as pdf))?",
            r"(?:e-?mail|send)(?: (?:this )?(?:page|article|story|to a friend))|(?:download|open)(?: as)? pdf|pdf|zoom (?:in|out)",
            r"(?:copy|get|short)(?: the)? (?:link|url)|link copied|copied|(?:text|font) size.{0,12}|(?:a[+-]? ?){2,5}",
            r"(?:listen|play)(?: to)?(?: this| the)? (?:article|story|audio|news)|listen|read aloud|gift this article",
            r"report (?:an? )?(?:error|mistake|typo)|view (?:gallery|comments)|enlarge(?: image)?|view image(?: in fullscreen)?",
            r"طباعة(?: (?:المقال|المقالة|الخبر|الصفحة))?|اطبع|نسخة للطباعة|(?:حفظ|احفظ)(?: (?:المقال|الخبر|الصفحة))?|نسخ(?: الرابط)?|تم نسخ الرابط|رابط مختصر",
            r"حجم الخط.{0,12}|(?:تكبير|تصغير|تغيير)(?: (?:الخط|الصورة|حجم الخط))|(?:استمع|استماع) (?:إلى|ل) ?(?:المقال|المقالة|الخبر|التقرير)|استمع للمقال",
            r"إرسال (?:إلى|ل) ?صديق|أرسل (?:إلى|ل) ?صديق|(?:تحميل|تنزيل)(?: (?:بصيغة )?pdf)?|الإبلاغ عن خطأ|أبلغ عن خطأ|(?:أ[+-]? ?){2,5}",
        ),
    ),
    Rule(
        "share",
        "A share or follow button.",
        (
            rf"(?:{_SHARING})(?:\W+(?:{_SHARING}|{_NETWORKS}|{_GLUE}))*",
            r"(?:click|tap) (?:here )?to (?:share|print|e-?mail|tweet)\b.{0,60}|(?:النقر|انقر|اضغط)(?: هنا)? (?:لل?مشاركة|لإرسال|لل?طباعة)\b.{0,60}",
        ),
        longest=24,
    ),
    Rule(
        "networks",
        "Names of social networks, from a row of buttons.",
        (rf"(?:{_NETWORKS})(?:\W+(?:{_NETWORKS}|{_SHARING}))*",),
        edge_only=True,
        longest=24,
    ),
    Rule(
        "breadcrumb",
        "A trail that says where the page stands on the site.",
        (r"(?:home(?: ?page)?|front page|الرئيسية|الصفحة الرئيسية)(?:\s*[/>»›|\\:←‹«-]+\s*[^.؟?!]{1,60}){1,6}",),
        longest=24,
    ),
    Rule(
        "navigation",
        "A menu entry of the site.",
        (
            r"(?:main |site )?menu|skip to (?:main |the )?(?:content|navigation|article)|toggle navigation|(?:go )?back to (?:top|home(?: ?page)?)",
            r"القائمة(?: الرئيسية)?|(?:تخط[يى]?|انتقل|تجاوز|الانتقال|اذهب) (?:إلى|ل) ?(?:المحتوى|القائمة|المقال)(?: الرئيسي(?:ة)?)?|(?:العودة|عودة|الرجوع) (?:إلى )?(?:ل?لأعلى|الأعلى|الرئيسية|للرئيسية)",
        ),
    ),
    Rule(
        "navigation",
        "A menu entry of the site.",
        (
            r"home(?: ?page)?|search|(?:sign|log) ?(?:in|up|out)|register|my account|close|open menu|(?:show|load|see) more|more|live|next|previous",
            r"(?:next|previous) (?:article|story|post)|subscribe(?: now)?|all news|sections|world|politics|economy|opinion|sports?|video|photos",
            r"الرئيسية|الصفحة الرئيسية|بحث|ابحث|تسجيل(?: الدخول)?|دخول|حسابي|إغلاق|المزيد|عرض المزيد|تحميل المزيد|مباشر|التالي|السابق",
            r"(?:المقال|الخبر|الموضوع) (?:السابق|التالي)|الأقسام|سياسة|اقتصاد|رياضة|رأي|آراء|فيديو|صور|منوعات|ثقافة|عاجل|أخبار",
            r"[\w' ]{2,24}(?:\s*[|•·]\s*[\w' ]{2,24}){3,}",
        ),
        edge_only=True,
    ),
    Rule(
        "footer",
        "Links from the foot of the site.",
        (rf"(?:{_FOOTER})(?:\s*[|•·/,،-]\s*(?:{_FOOTER}))+",),
        longest=40,
    ),
    Rule("footer", "Links from the foot of the site.", (rf"(?:{_FOOTER})",), edge_only=True),
    Rule(
        "reading-time",
        "How long the text takes to read.",
        (
            r"(?:estimated )?read(?:ing)? time.{0,30}|\d{1,3} ?-?min(?:ute)?s?(?: to)? read|\d{1,3} minutes? to read",
            r"(?:مدة|وقت|زمن) القراءة.{0,30}|(?:\d{1,3} )?(?:دقيقة|دقيقتان|دقائق) (?:قراءة|للقراءة)|قراءة (?:في )?\d{1,3} (?:دقيقة|دقائق)",
        ),
    ),
    Rule(
        "updated",
        "When the page was last changed.",
        (
            rf"(?:(?:last )?(?:updated?|modified)|published|posted)?\W*(?:\d{{1,3}}|an?|one|two|few)\W+{_TIME_UNIT} ago|just now|updated just now",
            rf"(?:(?:آخر )?تحديث|نشر|تم (?:النشر|التحديث))?\W*(?:منذ|قبل) (?:\d{{1,3}} )?{_TIME_UNIT_AR}",
        ),
        longest=7,
    ),
    Rule(
        "skip",
        "An instruction of the page around something embedded in it.",
        (
            r"skip .{1,40}(?:continue|and read).{0,30}|(?:continue|keep) reading(?: (?:the main story|below))?|end of (?:list|.{0,20}podcast|.{0,20}newsletter|video|audio|recommended .{1,20}|advert(?:isement)?)|recommended stories",
            r"list of \d+ items?|list \d+ of \d+|play video|watch (?:the )?video|loading\W*|this video (?:can ?not|can't) be played|allow .{1,30} content",
            r"(?:تخط[يى]?|تجاوز) .{1,40}و(?:واصل|تابع|استمر) .{0,30}|(?:واصل|تابع|متابعة|مواصلة|أكمل) القراءة|نهاية (?:القائمة|البودكاست|الفيديو|الإعلان|.{0,20}قصص مقترحة)|تشغيل الفيديو|شاهد الفيديو|جاري التحميل",
        ),
        longest=10,
    ),
    Rule(
        "newsletter",
        "An invitation to subscribe.",
        (
            r"(?:sign up|subscribe|register|join)\b.{0,60}\b(?:newsletters?|updates|alerts|briefing|inbox|mailing list|channel).{0,40}|(?:our |daily |weekly )*newsletters?",
            r"get (?:our|the|all the) .{0,60}(?:inbox|newsletter|app).{0,20}|download (?:our|the) .{0,20}app.{0,20}|enter your e-?mail.{0,30}",
            r"(?:اشترك|اشتركوا|سجل|انضم|انضموا|للاشتراك) .{0,30}(?:النشرة|نشرتنا|نشرة|قناتنا|القناة|القائمة البريدية|البريدية|تنبيهات|إشعارات).{0,40}",
            r"النشرة (?:البريدية|الإخبارية)|نشرتنا البريدية|(?:حمل|حملوا|نزل) (?:الآن )?تطبيق.{0,40}|(?:أدخل|ادخل) بريدك.{0,30}",
        ),
        longest=18,
    ),
    Rule(
        "comments",
        "The comment box or its count.",
        (
            r"(?:leave|add|post|write)(?: an?| your)? (?:comments?|reply)|have your say|join the (?:conversation|discussion|debate)|(?:no|0) comments(?: yet)?|be the first to comment",
            r"(?:show|view|read)(?: all)?(?: \d+)? comments|comments? ?\(\d+\)|comments? (?:are )?closed|your e-?mail address will not be published.{0,60}",
            r"(?:أضف|اضف|اكتب|اترك|ضع|أضيفوا) (?:تعليق|تعليقا|تعليقك|ردا|رأيك)(?: .{0,20})?|شارك(?:نا|ونا)? (?:ب)?رأيك|(?:ما|شاركونا) رأي(?:ك|كم)",
            r"تعليقات (?:القراء|الزوار|فيسبوك)|لا (?:توجد|يوجد) تعليقات|التعليقات ?\(\d+\)|كن أول من يعلق|لن يتم نشر عنوان بريدك.{0,60}",
        ),
        longest=20,
    ),
    Rule("comments", "The comment box or its count.", (r"comments?|تعليقات|التعليقات|تعليق",), edge_only=True),
    Rule(
        "counter",
        "A counter of views, shares or comments.",
        (
            rf"(?:عدد |number of |total )?(?:{_COUNTED})\W*[\d.,]+ ?[km]?|[\d.,]+ ?(?:k|m|ألف|مليون)? ?(?:{_COUNTED})",
        ),
        longest=5,
    ),
    Rule("counter", "A counter of views, shares or comments.", (r"[\d.,]{1,9} ?[km]?",), edge_only=True),
    Rule(
        "copyright",
        "A copyright line.",
        (
            r"(?:©|\(c\)|copyright)\W.{0,100}|.{0,80}all rights reserved.{0,60}|.{0,80}(?:جميع|كل|كافة) (?:ال)?حقوق .{0,20}محفوظة.{0,60}|حقوق (?:النشر|الطبع|الملكية)\W.{0,80}",
            r"\d{4} ?©.{0,80}|.{0,40}©(?: ?\d{4}.{0,60})?",
        ),
        longest=18,
    ),
    Rule(
        "cookies",
        "A notice about cookies or consent.",
        (
            r"(?:we|our (?:web)?site|this (?:web)?site) (?:and our partners )?uses? cookies\b.*\b(?:you|your|accept|agree)\b.*",
            r"by (?:continuing|clicking|using)\b.*\byou (?:agree|accept|consent)\b.*\b(?:cookies|terms|privacy|use)\b.*",
            r"(?:نحن )?(?:نستخدم|يستخدم (?:هذا )?(?:ال)?موقع(?:نا)?|نستعمل) .{0,30}(?:تعريف الارتباط|كوكيز|الكوكيز|cookies).*(?:تجربتك|موافقتك|زيارتك|تصفحك|استخدامك|توافق).*",
            r"باستخدامك .{0,30}(?:الموقع|موقعنا).{0,20}(?:توافق|تقبل).*",
        ),
        longest=70,
    ),
    Rule(
        "cookies",
        "A notice about cookies or consent.",
        (
            r"(?:accept|reject|allow|manage)(?: all)?(?: cookies| preferences)?|cookie (?:settings|preferences|notice|consent)|(?:i )?agree|got it",
            r"(?:قبول|رفض|السماح) (?:الكل|بالكل|الجميع)|أوافق|موافق",
        ),
        edge_only=True,
    ),
    Rule(
        "issuer",
        "The line that names the site's publisher.",
        (
            r"(?:issued|published|produced|owned|operated) by .{2,70}|an? (?:publication|project|service|product) of .{2,70}",
            r"(?:يصدر|تصدر|يصدرها|تصدرها|صادرة?|الصادرة?) عن .{2,70}|(?:موقع|بوابة|صحيفة) .{2,40} (?:يصدر|تصدر) عن .{2,50}|(?:حقوق|ملكية) .{0,20}لمركز .{2,50}",
        ),
        edge_only=True,
        longest=12,
    ),
    Rule(
        "masthead",
        "A line that names the people who run the site.",
        (
            rf"{_ROLE}(?: {_ROLE_REST})+(?:\s*[:/-].{{2,40}})?",
            r"(?:(?:editor[- ]in[- ]chief|managing editor|executive editor|chief editor|publisher|general manager|chief executive(?: officer)?|chairman(?: of the board(?: of directors)?)?|chair of the board|board of (?:directors|trustees)|founder)(?: (?:and|&) )?)+(?:\s*[:,/-].{2,40})?",
        ),
        edge_only=True,
        longest=10,
    ),
    Rule(
        "source",
        "A line that names where the page took the text from.",
        (r"(?:sources?|via|المصدر|مصدر|المصادر|مصادر|نقلا عن)\s*[:،-]\s*.{2,40}", r"(?:agencies|وكالات|متابعات|خاص)(?:\W+.{2,20})?"),
        edge_only=True,
        longest=6,
    ),
    Rule(
        "photo-credit",
        "The credit of a picture.",
        (
            r"(?:photo(?:graph)?|image|picture|video)s? (?:credits?|source|by|via|courtesy(?: of)?)\s*[:،,/-]?\s*.{2,50}|credits?\s*:\s*.{2,40}",
            rf"(?:{_PHOTO})\s*[:،,/©(-]+\s*(?:.{{0,30}}\W)?(?:{_AGENCIES})|©? ?(?:getty images|afp|reuters|رويترز)",
            r"(?:مصدر|صدر|حقوق|مصور) الصورة\s*[:،,/-]?\s*.{2,50}|التعليق على الصورة",
            r"image caption|file photo|صورة (?:أرشيفية|تعبيرية|من الأرشيف)|أرشيفية",
        ),
        longest=9,
    ),
)  # fmt: skip

_LONGEST = 600  # characters of a line that any rule looks at

_Compiled = tuple[tuple[Rule, re.Pattern[str]], ...]


def line_key(text: str) -> str:
    """The match key of a line without the dots, arrows and bullets that decorate buttons."""
    return match_key(text).strip(_DECORATION)


def pattern(source: str) -> re.Pattern[str]:
    """A pattern for match keys, written with the letters people write."""
    return re.compile(fold_letters(source))


@cache
def _compiled() -> _Compiled:
    return tuple((rule, pattern("|".join(f"(?:{p})" for p in rule.patterns))) for rule in RULES)


def rule_for(key: str, at_edge: bool) -> Rule | None:
    """The first rule that the whole line (as :func:`line_key`) fits, or None."""
    length = key.count(" ") + 1
    if not key or length > 70 or len(key) > _LONGEST:
        return None
    return next(
        (
            rule
            for rule, whole in _compiled()
            if length <= rule.longest and (at_edge or not rule.edge_only) and whole.fullmatch(key)
        ),
        None,
    )


#: A lone label above links to other pieces; the same with a title behind a colon; labels of tags.
RELATED_LABEL = pattern(_RELATED)
RELATED_LINE = pattern(rf"(?:{_RELATED}|watch|شاهد|بالفيديو|بالصور)\s*[:|>»-]+\s*.{{3,200}}")
TAG_LABEL = pattern(_TAG_LABEL)
TAG_LINE = pattern(rf"(?:{_TAG_LABEL})\s*:+\s*(?P<tags>.+)")

#: Captions: what opens one, a credit in brackets or behind a colon that ends one, and the bare name of an
#: agency in brackets, which ends pieces of running text too.
_CREDIT = r"(?:photo(?:graph)?|picture|image)s?|تصوير|(?:ال)?صور[ةه]?|(?:ب)?عدسة"
_CREDIT_BY = r"(?:\s+(?:credits?|source|by|via|courtesy(?: of)?))?"
_CAPTION_START = pattern(
    rf"(?:{_CREDIT}){_CREDIT_BY}\s*:\s*\S.*|image caption\s*[,:].*|التعليق على الصورة\s*[،,:].*"
)
_CAPTION_END = pattern(
    rf".+[(\[]\s*(?:(?:{_CREDIT})(?:{_CREDIT_BY}\s*[:/,،-]\s*|\s+(?:by|via|courtesy of)\s+)|credits?\s*:\s*|©\s*|تصوير\s+)[^()\[\]]{{2,60}}[)\]]\W?"
    rf"|.+(?:[.!?؟…)\"]|\s[|-])\s+(?:(?:{_CREDIT}){_CREDIT_BY}|credits?)\s*:\s*\S.{{1,60}}"
)
_AGENCY_END = pattern(
    rf"(?:\S+\s+){{4,}}[(\[](?:{_AGENCIES})(?:\s*[/,،&-]\s*(?:{_AGENCIES}|[\w .'-]{{2,30}}))?[)\]]"
)
_LONGEST_CAPTION = 45  # words
_LONGEST_WITH_AGENCY = 30


def is_caption(text: str, *, may_end_in_agency: bool = True) -> bool:
    """Whether a picture's credit opens or ends the text: "Photo: …", "… (تصوير: …)", "… Credit: …", "… (AFP)"."""
    words = len(text.split())
    if words > _LONGEST_CAPTION or len(text) > _LONGEST:
        return False
    key = match_key(text)
    return bool(
        _CAPTION_START.fullmatch(key)
        or _CAPTION_END.fullmatch(key)
        or (may_end_in_agency and words <= _LONGEST_WITH_AGENCY and _AGENCY_END.fullmatch(key))
    )
