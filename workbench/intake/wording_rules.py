"""The table of lines that say by their wording that they are page furniture, both languages together.

Patterns are written as people write and are folded like the lines they are held against; a rule fits only a
whole line. How they are applied is in :mod:`workbench.intake.wording`.
"""

from dataclasses import dataclass

from workbench.intake.wording_words import (
    AGENCIES,
    BUTTONS,
    CLOCK,
    COUNTED,
    DAY,
    FOOTER,
    GLUE,
    LANGUAGES,
    NETWORKS,
    PHOTO,
    ROLE,
    ROLE_REST,
    SECTIONS,
    SHARING,
    TIME_UNIT,
    TIME_UNIT_AR,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One family of furniture.

    ``edge_only``: fits only above the first paragraph of the article or below its last one, since the same
    words could be a subheading between. ``open_only``: fits no line that ends as a sentence does. ``longest`` is
    in words.
    """

    id: str
    reason: str
    patterns: tuple[str, ...]
    edge_only: bool = False
    longest: int = 14
    open_only: bool = False


RULES: tuple[Rule, ...] = (
    Rule(
        "ad",
        "An advertising slot.",
        (
            r"advertising|(?:scroll|swipe) (?:down )?to continue(?: reading)?|skip (?:ad(?:vert(?:isement)?)?|promotion)|after newsletter promotion|(?:remove|report(?: this)?) ads?|why am i seeing this ad",
            r"(?:يستمر|يتواصل|تابع|يتبع|يتابع|متابعة|تكملة) (?:المقال|المقالة|الخبر|القراءة|الموضوع)?\s?(?:بعد|أسفل|تحت) (?:هذا )?(?:ال)?إعلان.{0,20}|(?:تخط[يى]?|تجاوز) (?:ال)?إعلان(?:ات)?",
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
            r"listen \(?\d{1,3} ?min(?:ute)?s?\)?|\d{1,2}:\d{2} ?/ ?\d{1,2}:\d{2}|enlarge (?:this )?image|open (?:the )?image in (?:full ?screen|a new tab)|embed|cop(?:y|ied)|(?:show|hide) captions?",
            r"article information|reuse this content|click here to share.{0,40}|gift (?:this )?article|(?:un)?mute|tt|sign up|sign in|log ?in",
            r"get (?:e-?mail|news) alerts?|(?:was this (?:article|page|story|content)|did you find this) (?:helpful|useful|interesting)\??|rate this (?:article|story|post|page)",
            r"انسخ(?: الرابط)?|استمع(?: الآن)?|ا[+-] ?ا[+-]|هل (?:أعجبك|أفادك|كان|وجدت) (?:هذا )?(?:المقال|الموضوع|المحتوى|الخبر|التقرير)(?: مفيدا)?[؟?]?|قيم (?:هذا )?(?:المقال|الموضوع|الخبر|المحتوى)",
            r"print(?: (?:this )?(?:page|article|story|friendly|version))?|(?:save|bookmark)(?: (?:this )?(?:article|story|for later|as pdf))?",
            r"(?:e-?mail|send)(?: (?:this )?(?:page|article|story|to a friend))|(?:download|open)(?: as)? pdf|pdf|zoom (?:in|out)",
            r"(?:copy|get|short)(?: the)? (?:link|url)|link copied|copied|(?:text|font) size.{0,12}|(?:a[+-]? ?){2,5}",
            r"(?:listen|play)(?: to)?(?: this| the)? (?:article|story|audio|news)|listen|read aloud|gift this article",
            r"report (?:an? )?(?:error|mistake|typo)|view (?:gallery|comments)|enlarge(?: image)?|view image(?: in fullscreen)?",
            r"طباعة(?: (?:المقال|المقالة|الخبر|الصفحة))?|اطبع|نسخة للطباعة|(?:حفظ|احفظ)(?: (?:المقال|الخبر|الصفحة))?|نسخ(?: الرابط)?|تم نسخ الرابط|رابط مختصر",
            r"حجم الخط.{0,12}|(?:تكبير|تصغير|تغيير)(?: (?:الخط|الصورة|حجم الخط))|(?:استمع|استماع|الاستماع) (?:إلى (?:ال)?|ل ?ل?ال|لل)(?:مقالة?|خبر|تقرير|نص|مادة)",
            r"إرسال (?:إلى|ل) ?صديق|أرسل (?:إلى|ل) ?صديق|(?:تحميل|تنزيل)(?: (?:بصيغة )?pdf)?|الإبلاغ عن خطأ|أبلغ عن خطأ|(?:أ[+-]? ?){2,5}",
        ),
    ),
    Rule(
        "share",
        "A share or follow button.",
        (
            rf"(?:follow|find|join|like|add) .{{1,40}} (?:on|at|via) (?:{NETWORKS})(?:\W+(?:and )?(?:{NETWORKS}))*|share (?:this|the) (?:quote|image|graphic|video|link|caption|thread)|tweet this",
            rf"(?:تابعونا|تابعوا|تابع|انضموا|انضم|اشترك|اشتركوا|للاشتراك) (?:إلى |في |ب)?(?:آخر |أحدث |كل )?(?:الأخبار|أخبارنا|أخبار|المستجدات|قناة|قناتنا|قنوات|حساب|حسابنا|صفحة|صفحتنا|مجموعة|\S+) ?.{{0,30}} ?(?:على|عبر|في) (?:{NETWORKS})(?:\W+(?:{NETWORKS}|{GLUE}))*",
            rf"(?:تابعونا|تابعوا|تابعنا|انضموا إلينا) (?:على|عبر|في) (?:{NETWORKS})(?:\W+و?(?:{NETWORKS}|{GLUE}))*",
            r"شارك (?:هذا )?الاقتباس|اقتبس",
            rf"(?:{SHARING})(?:\W+(?:{SHARING}|{NETWORKS}|{GLUE}|{BUTTONS}))*",
            r"(?:click|tap) (?:here )?to (?:share|print|e-?mail|tweet)\b.{0,60}|(?:النقر|انقر|اضغط)(?: هنا)? (?:لل?مشاركة|لإرسال|لل?طباعة)\b.{0,60}",
        ),
        longest=24,
    ),
    Rule("networks", "Names of social networks, from a row of buttons.", (rf"(?:{NETWORKS})(?:\W+(?:{NETWORKS}|{SHARING}|{BUTTONS}))+",), longest=24),
    Rule("navigation", "A menu entry of the site.", (r"(?:next|previous|older|newer) (?:article|story|post)s?|(?:المقال|الخبر|الموضوع|المقالة) (?:السابقة?|التالية?)|(?:load|show|view|see) more(?: (?:news|stories|articles|posts))?|all posts|(?:عرض|تحميل) المزيد|عرض (?:جميع|كل) (?:المقالات|الأخبار)|جميع المقالات|my account|(?:view|read) all (?:posts|articles) (?:by|from) .{2,40}|search for|البحث عن|ابحث في الموقع|تسجيل الدخول",)),
    Rule("footer", "Links from the foot of the site.", (r"contact us|privacy (?:policy|notice|statement)|terms (?:of|and|&) (?:use|service|conditions)|cookie (?:policy|settings|preferences)|accept (?:all )?cookies|advertise with us|editorial policy|(?:proudly )?powered by (?:wordpress|drupal|joomla|\w+ ?cms)|(?:اتصل|اتصلوا) بنا|تواصل معنا|سياسة (?:الخصوصية|الكوكيز)|شروط (?:الاستخدام|الخدمة)|الشروط والأحكام|اتفاقية الاستخدام|أعلن معنا|للإعلان معنا|خريطة الموقع|مدعوم من ووردبريس",)),
    Rule("source", "A line that names where the page took the text from.", (rf"(?:sources?|المصدر|المصادر)\s*[:،-]\s*(?:.{{2,25}}\s*[+/&-]\s*)?(?:agencies|news agencies|وكالات|الوكالات|{AGENCIES})(?:\s*[+/&-]\s*.{{2,25}})?",), longest=7),
    Rule("farewell", "A word of the site to its readers.", (r"end of (?:article|story|post)|نهاية (?:المقال|الخبر|التقرير)",), open_only=True),
    Rule(
        "networks",
        "Names of social networks, from a row of buttons.",
        (rf"(?:{NETWORKS})(?:\W+(?:{NETWORKS}|{SHARING}|{BUTTONS}))*",),
        edge_only=True,
        longest=24,
    ),
    Rule(
        "breadcrumb",
        "A trail that says where the page stands on the site.",
        (r"(?:you are here\s*:?\s*|أنت هنا\s*:?\s*)?(?:home(?: ?page)?|front page|الرئيسية|الصفحة الرئيسية)(?:\s*[/>»›|\\:←‹«-]+\s*[^.؟?!]{1,60}){1,6}",),
        longest=24,
    ),
    Rule(
        "navigation",
        "A menu entry of the site.",
        (
            r"skip links?|(?:open|close|show|hide|expand|collapse) (?:the )?(?:main |site |mobile )?(?:navigation|menu)(?: menu)?|navigation(?: menu)?|(?:إغلاق|فتح|إظهار|إخفاء|تبديل) (?:القائمة|قائمة)(?: .{2,15})?",
            r"(?:main |site )?menu|skip to (?:main |the )?(?:content|navigation|article)|toggle navigation|(?:go )?back to (?:top|home(?: ?page)?)",
            r"القائمة(?: الرئيسية)?|(?:تخط[يى]?|انتقل|تجاوز|الانتقال|اذهب) (?:إلى|ل) ?(?:المحتوى|القائمة|المقال)(?: الرئيسي(?:ة)?)?|(?:العودة|عودة|الرجوع) (?:إلى )?(?:ل?لأعلى|الأعلى|الرئيسية|للرئيسية)",
        ),
    ),
    Rule(
        "navigation",
        "A menu entry of the site.",
        (
            r"search(?: (?:for|this site|the site|here|results))?|today'?s paper|e-?paper|print edition|(?:current|latest) issue|edition\W.{2,20}|(?:all|older|newer|recent|latest) (?:posts|articles|entries)|(?:see|view|show) (?:all|more)(?: (?:news|stories|articles|posts|results))?",
            r"breaking(?: news)?|(?:watch )?live(?: (?:now|tv|stream|blog|updates|coverage))?|on air|now playing|البحث(?: (?:عن|في الموقع))?|ابحث (?:في الموقع|هنا|عن خبر)|اشترك الآن|النسخة (?:الورقية|المطبوعة)|(?:العدد|عدد) (?:الورقي|اليوم|الحالي)",
            r"(?:خبر|أخبار|آخر) عاجل(?:ة)?|(?:شاهد )?(?:ال)?بث (?:ال)?(?:مباشر|حي)|(?:جميع|كل) (?:المقالات|الأخبار|المواضيع|التقارير|المنشورات)|(?:عرض|شاهد|اقرأ) (?:جميع|كل) .{2,25}",
            r"home(?: ?page)?|search|(?:sign|log) ?(?:in|up|out)|register|my account|close|open menu|(?:show|load|see) more|more|live|next|previous",
            r"(?:next|previous) (?:article|story|post)|subscribe(?: now)?|all news|sections|world|politics|economy|opinion|sports?|video|photos",
            r"الرئيسية|الصفحة الرئيسية|بحث|ابحث|تسجيل(?: الدخول)?|دخول|حسابي|إغلاق|المزيد|عرض المزيد|تحميل المزيد|مباشر|التالي|السابق",
            r"(?:المقال|الخبر|الموضوع) (?:السابق|التالي)|الأقسام|سياسة|اقتصاد|رياضة|رأي|آراء|فيديو|صور|منوعات|ثقافة|عاجل|أخبار",
            r"[\w' ]{2,24}(?:\s*[|•·]\s*[\w' ]{2,24}){3,}",
        ),
        edge_only=True,
    ),
    Rule("section", "The name of a section of the site.", (rf"(?:{SECTIONS})(?:\s*[|/•·،,&-]\s*(?:{SECTIONS}))*", r"(?:categor(?:y|ies)|section|التصنيف(?:ات)?|تصنيف(?:ات)?|القسم|الأقسام|قسم|الفئة)\s*:\s*.{2,60}"), edge_only=True, longest=10),
    Rule("language", "A link to the page in another language.", (rf"(?:{LANGUAGES})(?:\s*[|/•·-]?\s*(?:{LANGUAGES}))*",), edge_only=True, longest=6),
    Rule("support", "A request for support.", (r"(?:please )?(?:support|help|back) (?:our|independent|quality|public|free) (?:\w+ )?journalism.{0,50}|make a (?:donation|contribution)|become an? (?:member|subscriber|supporter|patron)(?: today)?|take (?:our|the) (?:reader )?survey", r"(?:ادعم|ادعموا|ساند|ساندوا) (?:الصحافة|صحافتنا|صحافة|موقعنا|استقلاليتنا).{0,40}|donate (?:now|today|here)|تبرع(?:وا)? الآن|ساهم معنا"), longest=12, open_only=True),
    Rule("support", "A request for support.", (r"donate|support us|contribute|membership|تبرع(?:وا)?|ادعمنا|ادعمونا|ساهم",), edge_only=True),
    Rule("click", "An instruction to click.", (r"(?:please )?(?:click|tap|press) (?:here|the (?:link|button|image)|below)(?: (?:to|for|and)\b.{0,50})?|.{0,30}\b(?:click|tap) here", r"(?:يرجى |لل?\S+ )?(?:اضغط|إضغط|انقر|أنقر)(?:وا|ي)?(?: على)? (?:هنا|الرابط|الصورة).{0,40}|.{0,30}\s(?:اضغط|إضغط|انقر)(?:وا|ي)? هنا"), longest=10, open_only=True),
    Rule("embed", "Left over from something embedded in the page.", (r"view this post on \w+.{0,20}|a post shared by .{1,50}\(.{0,3}@.{1,60}|(?:pic\.)?twitter\.com/\S+|(?:https?://)?(?:t\.co|youtu\.be|(?:www\.)?(?:twitter|x|facebook|instagram|tiktok|youtube)\.com)/\S+", r"[-–—]? ?.{1,40} \(@\w{2,20}(?:\).{0,40})?|عرض هذا المنشور على .{2,20}|(?:تمت مشاركة|مشاركة) منشور بواسطة .{2,50}|this content is not available.{0,40}|هذا المحتوى غير متاح.{0,30}"), longest=14, open_only=True),
    Rule("browser", "A notice about the web browser.", (r"(?:please |you need to |to view this .{2,20} )?(?:enable|turn on) java ?script\b.{0,90}|java ?script (?:is|must be|needs to be) .{2,90}|your (?:web )?browser (?:does not|doesn'?t|is (?:not|out)|isn'?t) .{2,90}", r"(?:يرجى|الرجاء|يجب|فضلا) (?:تفعيل|تشغيل|تمكين) (?:ال)?(?:جافا ?سكريب?ت|java ?script).{0,60}|متصفحك (?:لا يدعم|غير مدعوم|قديم).{0,60}"), longest=24),
    Rule("form", "Part of a form or a row of buttons.", (r"save my name,? e-?mail.{0,90}|(?:your )?e-?mail address will not be published.{0,80}|i (?:agree|consent|accept) .{0,60}(?:privacy|terms|policy|newsletter|e-?mails?).{0,60}|(?:leave|post|submit|write) a (?:reply|comment) cancel reply|(?:log ?|sign ?)in (?:to|or register to) (?:comment|reply|join).{0,20}", r"احفظ اسمي.{0,120}|(?:اترك|أضف|اكتب) (?:ردا|تعليقا|ردك|تعليقك) إلغاء الرد|أوافق على .{0,60}(?:الخصوصية|الشروط|الأحكام|النشرة).{0,40}|الحقول الإلزامية.{0,40}"), longest=30),
    Rule("form", "Part of a form or a row of buttons.", (r"(?:your |full |first |last )?(?:name|e-?mail(?: address)?|website|message|comment|phone(?: number)?)(?: \(?(?:required|optional)\)?)?|submit(?: comment)?|send(?: message)?|post comment|reset|cancel(?: reply)?", r"الاسم(?: (?:الكامل|الأول))?|البريد(?: الإلكتروني)?|(?:ال)?موقع(?: الإلكتروني)?|رسالتك|التعليق|نص (?:الرسالة|التعليق)|إرسال(?: التعليق| الرسالة)?|أرسل(?: التعليق)?|إلغاء(?: الرد)?"), edge_only=True, longest=4),
    Rule("farewell", "A word of the site to its readers.", (r"thank(?:s| you) for (?:reading|subscribing|visiting|watching|your (?:interest|feedback|support)).{0,30}|end of (?:article|story|post)|send us (?:a tip|your (?:story|feedback|tips)).{0,30}|(?:got|have) a (?:tip|story|news tip)\b.{0,40}", r"شكرا (?:لقراءتك(?:م)?|لمتابعتك(?:م)?|لزيارتك(?:م)?|لاشتراكك(?:م)?|لك(?:م)? على (?:القراءة|المتابعة)).{0,30}|نهاية (?:المقال|الخبر|التقرير)|راسلنا.{0,30}"), edge_only=True, longest=12),
    Rule("about-author", "A box about the writer.", (r"about the (?:author|writer)s?|author(?:'?s)? bio(?:graphy)?|(?:read|view|see|all|more) (?:more |all )?(?:articles|posts|stories|content|work)? ?(?:by|from) .{2,40}|more from (?:this|the) (?:author|writer)|more from .{2,25}", r"(?:نبذة )?عن (?:ال)?كاتبة?(?: المقال)?|(?:المزيد من |جميع |كل |اقرأ جميع )(?:ال)?(?:مقالات|تقارير|مواضيع|منشورات|مشاركات)(?: .{2,30})?|مقالات (?:أخرى )?للكاتبة?"), edge_only=True, longest=9, open_only=True),
    Rule("credits", "Names of people who translated or edited the text.", (r"(?:this|the) (?:story|article|piece|report|interview) (?:was|is|has been) (?:originally )?(?:translated|published|written) (?:from|in) [a-z]{4,12}|(?:translated|edited|reviewed|compiled|produced|fact[- ]checked)(?: (?:from .{3,15}|and \w+))? by\W.{2,50}|(?:editing|translation|writing|graphics?|additional reporting) by\W.{2,60}|(?:editor|translator|producer)s?\s*:\s*.{2,50}", r"(?:شارك|شاركت|ساهم|ساهمت|أسهم|أسهمت) في (?:إعداد|كتابة|تحرير|ترجمة) (?:هذا |هذه )?(?:ال)?(?:تقرير|مقال|مقالة|خبر|تحقيق)\s*:\s*.{2,50}|(?:ترجمة|تحرير|مراجعة|تدقيق|إشراف|تقديم|مونتاج|غرافيك|جرافيك|تصميم|إخراج)(?: و(?:ترجمة|تحرير|مراجعة|تدقيق|إعداد))*\s*[:/]\s*.{2,50}|(?:ترجمة وتحرير|تحرير وترجمة|ترجمة وإعداد|مراجعة وتدقيق|تحرير وتدقيق)\W.{2,40}|(?:المحرر|المترجم|المدقق)\s*[:/]\s*.{2,40}"), edge_only=True, longest=10, open_only=True),
    Rule("footer", "Links from the foot of the site.", (r"(?:proudly )?powered by .{2,30}|(?:web ?site |site |web )?(?:designed|developed|built|hosted)(?:(?: and|,| &) \w+)* by\W.{2,40}|(?:theme|design|hosting)\s*(?::|by)\s*.{2,30}", r"(?:تصميم|برمجة|تطوير|استضافة|تنفيذ)(?: و(?:تصميم|برمجة|تطوير|استضافة|تنفيذ|إدارة))+\W.{2,40}|(?:تصميم|برمجة|استضافة)\s*:\s*.{2,40}|(?:مدعوم|يعمل) (?:من|ب|بواسطة|بنظام) ?(?:ووردبريس|وورد بريس|wordpress|\S+)"), edge_only=True, longest=10),
    Rule(
        "footer",
        "Links from the foot of the site.",
        (rf"(?:{FOOTER})(?:\s*[|•·/,،-]\s*(?:{FOOTER}))+",),
        longest=40,
    ),
    Rule("footer", "Links from the foot of the site.", (rf"(?:{FOOTER})",), edge_only=True),
    Rule(
        "reading-time",
        "How long the text takes to read.",
        (
            r"(?:ال)?وقت (?:ال)?(?:مقدر|متوقع) للقراءة.{0,30}",
            r"(?:estimated )?read(?:ing)? time.{0,30}|\d{1,3} ?-?min(?:ute)?s?(?: to)? read|\d{1,3} minutes? to read",
            r"(?:مدة|وقت|زمن) القراءة.{0,30}|(?:\d{1,3} )?(?:دقيقة|دقيقتان|دقائق) (?:قراءة|للقراءة)|قراءة (?:في )?\d{1,3} (?:دقيقة|دقائق)",
        ),
    ),
    Rule(
        "reading-time",
        "How long the text takes to read.",
        (r"\d{1,2} (?:min(?:ute)?s?|دقيقة|دقائق)",),
        edge_only=True,
    ),
    Rule("updated", "When the page was put up or last changed.", (CLOCK,), edge_only=True, longest=7),
    Rule(
        "updated",
        "When the page was put up or last changed.",
        (
            rf"(?:(?:last )?(?:updated?|modified)|published|posted)?\W*(?:\d{{1,3}}|an?|one|two|few)\W+{TIME_UNIT} ago|just now|updated just now",
            rf"(?:(?:آخر )?تحديث|نشر|تم (?:النشر|التحديث))?\W*(?:منذ|قبل) (?:\d{{1,3}} )?{TIME_UNIT_AR}",
            rf"(?:(?:last )?(?:updated?|modified)|published|posted)\W+(?:(?:on )?{DAY}\W+)?{CLOCK}",
            rf"(?:(?:تم )?(?:آخر )?(?:ال)?(?:تحديث|تعديل)|(?:تم )?(?:ال)?نشر)\W+(?:(?:يوم )?{DAY}\W+)?{CLOCK}",
        ),
        longest=7,
    ),
    Rule(
        "skip",
        "An instruction of the page around something embedded in it.",
        (
            r"(?:قائمة من|قائمة) \d+ (?:عناصر|عنصر|من \d+)|(?:البودكاست|بودكاست|القائمة|الفيديو|الصوت|يستحق الانتباه|الأكثر قراءة|اقرأ أيضا|قصص مقترحة|مواضيع مقترحة) نهاية|جار التحميل",
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
            r"sign up (?:to|for) .{2,40}|(?:free |our |the )*(?:daily|weekly|morning|evening|monthly) (?:e-?mail|newsletter|briefing|digest)|our .{3,25}(?:e-?mail|newsletter)\b.{0,140}|privacy notice\s*:.{0,300}",
            r"(?:sign up|subscribe|register|join)\b.{0,60}\b(?:newsletters?|updates|alerts|briefing|inbox|mailing list|channel).{0,40}|(?:our |daily |weekly )*newsletters?",
            r"get (?:our|the|all the) .{0,60}(?:inbox|newsletter|app).{0,20}|download (?:our|the) .{0,20}app.{0,20}|enter your e-?mail.{0,30}",
            r"(?:اشترك|اشتركوا|سجل|انضم|انضموا|للاشتراك) .{0,30}(?:النشرة|نشرتنا|نشرة|قناتنا|القناة|القائمة البريدية|البريدية|تنبيهات|إشعارات).{0,40}",
            r"النشرة (?:البريدية|الإخبارية)|نشرتنا البريدية|(?:حمل|حملوا|نزل|نزلوا) (?:الآن )?(?:ال)?تطبيق.{0,40}|(?:أدخل|ادخل) بريدك.{0,30}",
        ),
        longest=45,
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
            rf"(?:عدد |number of |total )?(?:{COUNTED})\W*[\d.,]+ ?[km]?|[\d.,]+ ?(?:k|m|ألف|مليون)? ?(?:{COUNTED})",
        ),
        longest=5,
    ),
    Rule("counter", "A counter of views, shares or comments.", (r"[\d.,]{1,9} ?[km]?(?: [\d.,]{1,9} ?[km]?){0,3}(?: (?:min(?:ute)?s?|دقيقة|دقائق))?",), edge_only=True),
    Rule("copyright", "A copyright line.", (r"حقوق (?:النشر|الطبع|الملكية)(?: والنشر)? محفوظة.{0,80}",), open_only=True),
    Rule(
        "copyright",
        "A copyright line.",
        (
            r"(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|[:\d]|by\b)).{0,100}|.{0,80}all rights reserved.{0,60}|.{0,80}(?:جميع|كل|كافة) (?:ال)?حقوق .{0,20}محفوظة.{0,60}|حقوق (?:النشر|الطبع|الملكية)(?: والنشر)?\s*(?:[©:(\d]|\(c\)).{0,80}",
            r"\d{4} ?©.{0,80}|.{0,40}©(?: ?\d{4}.{0,60})?",
        ),
        longest=18,
    ),
    Rule(
        "cookies",
        "A notice about cookies or consent.",
        (
            r"(?:إعدادات|سياسة|تفضيلات|إدارة) (?:ملفات )?(?:تعريف الارتباط|الارتباط|الكوكيز|الخصوصية)",
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
        "The line that names the site’s publisher.",
        (
            r"(?:issued|published|produced|owned|operated) by .{2,70}|an? (?:independent )?(?:publication|project|service|product|member|part|division|subsidiary|initiative) of .{2,70}",
            r"(?:يصدر|تصدر|يصدرها|تصدرها|صادرة?|الصادرة?) عن .{2,70}|(?:موقع|بوابة|صحيفة) .{2,40} (?:يصدر|تصدر) عن .{2,50}|(?:حقوق|ملكية) .{0,20}لمركز .{2,50}",
        ),
        edge_only=True,
        longest=12,
    ),
    Rule(
        "masthead",
        "A line that names the people who run the site.",
        (
            rf"{ROLE}(?: {ROLE_REST})+(?:\s*[:/-].{{2,40}})?",
            r"(?:(?:editor[- ]in[- ]chief|managing editor|executive editor|chief editor|publisher|general manager|chief executive(?: officer)?|chairman(?: of the board(?: of directors)?)?|chair of the board|board of (?:directors|trustees)|founder)(?: (?:and|&) )?)+(?:\s*[:,/-].{2,40})?",
        ),
        edge_only=True,
        longest=10,
    ),
    Rule(
        "source",
        "A line that names where the page took the text from.",
        (r"(?:sources?|via|المصدر|مصدر|المصادر|مصادر|نقلا عن)\s*[:،-]\s*.{2,40}", r"(?:agencies|وكالات|متابعات|خاص)(?:\W+.{2,20})?",
            r"[^.؟?!:]{2,30}\s*[-–+/|]\s*(?:agencies|وكالات|خاص|متابعات|مواقع إلكترونية)|نقلا عن\W.{2,30}"),
        edge_only=True,
        longest=6,
    ),
    Rule(
        "photo-credit",
        "The credit of a picture.",
        (
            r"(?:photo(?:graph)?|image|picture|video)s? (?:credits?|source|by|via|courtesy(?: of)?)\s*[:،,/-]?\s*.{2,50}|credits?\s*:\s*.{2,40}",
            rf"(?:{PHOTO})\s*[:،,/©(-]+\s*(?:.{{0,30}}\W)?(?:{AGENCIES})|©? ?(?:getty images|afp|reuters|رويترز)",
            r"(?:مصدر|صدر|حقوق|مصور) الصورة\s*[:،,/-]?\s*.{2,50}|التعليق على الصورة",
            rf"(?:getty(?: images)?|reuters|afp|a\.f\.p\.?|epa|shutterstock|xinhua|alamy|رويترز|فرانس برس|أ ?\.? ?ف ?\.? ?ب|غيتي(?: إيمجز)?|جيتي(?: إيمدجز)?|الأناضول|أسوشيتد ?برس)(?:\s*[/،,&+-]\s*(?:{AGENCIES}|[\w .'-]{{2,20}}))?|file: .{{2,40}}|تصوير\s*[:/-]\s*.{{2,40}}|(?:photos?|images?|pictures?|الصورة?|صور)\s*[:/]\s*\S+(?: \S+){{0,2}}|photos? by .{{2,40}}",
            r"image caption|file photo|صورة (?:أرشيفية|تعبيرية|من الأرشيف)|أرشيفية",
        ),
        longest=9,
    ),
)  # fmt: skip
