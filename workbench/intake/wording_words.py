"""Words of which furniture is made, as alternatives of patterns: networks, sections, agencies, labels.

Written as people write; folded where they are used (:func:`workbench.intake.wording.pattern`).
"""

NETWORKS = (
    r"facebook|twitter|x|whats ?app|telegram|linkedin|instagram|youtube|tiktok|threads|bluesky|reddit|pinterest"
    r"|snapchat|messenger|google news|flipboard|viber|e-?mail|rss|sms|copy link|link"
    r"|(?:ال)?فيس ?بوك|فيسبوك|(?:ال)?تويتر|[اإ]كس|منصة [اإ]كس|واتس ?[اأ]ب|(?:ال)?واتساب|تليغرام|تلي?جرام|تيليجرام|تلغرام"
    r"|لينك[دـ]?إ?[اي]ن|لينكد ?[اإ]ن|[اإ]نستغرام|[اإ]نستجرام|يوتيوب|تيك ?توك|سناب ?شات|ماسنجر|بينترست|ريديت"
    r"|(?:غوغل|جوجل|قوقل) (?:نيوز|[أا]خبار)|[أا]خبار (?:غوغل|جوجل)|نبض|البريد(?: الإلكتروني)?|بريد|نسخ الرابط|رابط"
)
SHARING = (
    r"share|shares|sharing|follow|follow us|tweet|post|send|join us|find us|subscribe|like us"
    r"|شارك|شاركنا|شاركها|مشاركة|المشاركة|انشر|[أا]رسل|تابعنا|تابعونا|تابع|تواصل معنا|غرد|اشترك"
)
BUTTONS = r"print|save|more|listen|comments?|pdf|طباعة|اطبع|حفظ|احفظ|استمع|تعليق|المزيد"
GLUE = (
    r"this|the|article|story|page|post|news|on|via|with|to|by|and|our|us|in|channel|account|friends?|now"
    r"|على|عبر|في|مع|إلى|من خلال|هذا|هذه|المقال|المقالة|الخبر|الصفحة|الموضوع|قناتنا|صفحتنا|حسابنا|أصدقائك|صديق|و"
)
FOOTER = (
    r"about(?: us)?|who we are|contact(?: us)?|privacy(?: (?:policy|notice|statement))?|terms(?: (?:of|and|&) \w+)?"
    r"|(?:manage )?cookies?(?: (?:policy|settings|preferences))?|advertise(?: with us)?|careers|jobs|site ?map|help"
    r"|faqs?|rss|accessibility|disclaimer|our team|editorial policy|feedback|complaints|archive|corrections"
    r"|من نحن|عن (?:الموقع|الصحيفة|المركز)|(?:اتصل|اتصلوا|للاتصال) بنا|تواصل معنا|سياسة (?:الخصوصية|الاستخدام|التحرير|الكوكيز)"
    r"|(?:ال)?شروط (?:وال)?(?:أحكام|استخدام|الاستخدام|والأحكام)|الشروط والأحكام|اتفاقية الاستخدام|أعلن معنا|للإعلان(?: معنا)?|للإعلان في الموقع"
    r"|خريطة الموقع|وظائف|الأرشيف|هيئة التحرير|فريق العمل|ميثاق الشرف|إخلاء مسؤولية|الأسئلة الشائعة"
)
TAGGED = (
    r"tags?|tagged|more (?:about|on)|key ?words?|topics|hash ?tags?|filed under|posted in|related topics"
    r"|(?:ال)?كلمات (?:ال)?(?:مفتاحية|دلالية|دليلية|دالة)|كلمات البحث|(?:ال)?وسوم|(?:ال)?تا[غج](?:ات)?|(?:ال)?هاشتا[غج](?:ات)?"
    r"|علامات|العلامات|مواضيع|المواضيع|الموضوعات"
)
RELATED = (
    r"keep reading|explore more on (?:this|these) topics?|most viewed|"
    r"مقترح(?:ات)?(?: لك(?:م)?)?|(?:قصص|مقالات|أخبار|مواد) مقترحة|اختيار(?:ات)? المحرر|المزيد (?:عن|حول) (?:هذا|هذه) ?(?:الموضوع|القصة|القضية)"
    r"|المزيد من (?:الأخبار|أخبار .{2,20}|المقالات|مقالات .{2,30}|التقارير|القصص)|تابع أيضا|لا تفوت(?:وا)?|more (?:articles|news|stories) (?:from|by) .{2,30}|"
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
AGENCIES = (
    r"getty(?: images)?|reuters|afp|a\.?f\.?p\.?|ap|a\.?p\.?|associated press|epa|anadolu(?: agency)?|shutterstock|i ?stock|xinhua"
    r"|alamy|bloomberg|pa(?: media| wire)?|zuma|sipa|social media|archive|file|handout|courtesy|supplied|wikimedia(?: commons)?|agencies"
    r"|رويترز|فرانس برس|أ\.?ف\.?ب|الفرنسية|أسوشيتد ?برس|أ\.?ب|غيتي(?: إيمجز)?|جيتي(?: إيمدجز)?|الأناضول|شينخوا|سبوتنيك"
    r"|مواقع التواصل(?: الاجتماعي)?|وكالات|أرشيف|أرشيفية|الأوروبية|الألمانية|واس|وام"
)
PHOTO = r"photo(?:graph)?s?|pictures?|images?|video|صورة?|الصورة?|تصوير|فيديو"
TIME_UNIT = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)"
TIME_UNIT_AR = (
    r"(?:لحظات|ثوان|ثانية|دقيقة|دقيقتين|دقائق|ساعة|ساعتين|ساعات|يوم|يومين|أيام|أسبوع|أسبوعين|أسابيع|شهر|أشهر)"
)
COUNTED = (
    r"views?|reads?|shares?|likes?|visits?|hits|comments?|reactions?|downloads?|followers"
    r"|(?:مرة )?مشاهد(?:ة|ات)|(?:ال)?قراء|قارئ|(?:ال)?زوار|زائر|المشاهدات|قراء(?:ة|ات)|القراءات|زيار(?:ة|ات)|الزيارات|مشارك(?:ة|ات)|المشاركات|إعجابات?|تعليق(?:ات)?|التعليقات|متابع"
)
ROLE = r"(?:رئيس|رئيسة|نائب|مدير|المدير|مديرة|المشرف|المشرفة|سكرتير|المستشار|الناشر|المؤسس|هيئة|أسرة|مستشار|رئاسة)"
ROLE_REST = r"(?:و?(?:رئيس|نائب|مدير|مجلس|هيئة|سكرتير|العام|عام|المسؤول|التنفيذي|الإداري|الإدارة|إدارة|التحرير|تحرير|الأمناء|الموقع|الصحيفة|المركز|ال[عن]شر|الفني|القانوني)|والتحرير|والإدارة)"
SECTIONS = (
    r"news|world|politics|economy|opinions?|sports?|business|culture|society|features?|analys[ie]s|reports?|exclusives?|interviews?|investigations?"
    r"|environment|climate|health|science|tech(?:nology)?|travel|lifestyle|middle east|mena|africa|asia|europe|americas?|us|usa|uk|arab world|gulf"
    r"|international|regional|local|human rights|arts?(?: and culture)?|books|history|media|education|energy|defen[cs]e|security|podcasts?|videos?|photos?|gallery"
    r"|galleries|multimedia|magazine|columns?|commentary|blogs?|explainers?|longform|long reads?|in[- ]depth|research|studies|publications|policy (?:briefs?|papers?)"
    r"|papers|events|press releases|the big story|special reports?|perspectives?"
    r"|(?:ال)?أخبار|(?:ال)?سياسة|(?:ال)?اقتصاد|(?:ال)?رياضة|(?:ال)?ثقافة(?: وفن(?:ون)?)?|آراء|(?:ال)?رأي|مقالات(?: الرأي)?|مقال(?: رأي)?|(?:ال)?تقارير|تقرير|(?:ال)?دراسات|دراسة"
    r"|(?:ال)?أبحاث|بحوث|(?:ال)?مجتمع|(?:ال)?منوعات|(?:ال)?بودكاست|تحليل(?:ات)?|تحقيق(?:ات)?|حوار(?:ات)?|مقابلات|ملفات|خاص|حصري|عربي|دولي|محلي|محليات|(?:ال)?شرق (?:ال)?أوسط"
    r"|(?:أخبار )?العالم(?: العربي)?|الدول العربية|الوطن العربي|العالم|عرب وعالم|عربي ودولي|شؤون (?:عربية|دولية|محلية|إسرائيلية|إيرانية|تركية)|صحة|علوم(?: وتكنولوجيا)?|تكنولوجيا|تقنية|بيئة|فن(?:ون)?|سينما|كتب"
    r"|حقوق الإنسان|ترجمات|أوراق (?:تحليلية|بحثية|سياسات)|تقدير(?:ات)? موقف|قضايا|مال وأعمال|أعمال|فكر|تاريخ|إنفو ?[غج]را(?:ف|فيك)|كاريكاتير|مدونات|(?:ال)?عاجل|إصدارات|فعاليات"
    r"|(?:ال)?فيديو(?:هات)?|(?:ال)?صور|وسائط|سوشيال|تريند|متابعات|بورتريه|المجلة|مختارات"
)
LANGUAGES = r"english|arabic|fran[cç]ais|french|espa[nñ]ol|t[uü]rk[cç]e|deutsch|русский|فارسی|فارسي|עברית|en|ar|fr|العربية|عربي|الإنجليزية|إنجليزي|الفرنسية"
CLOCK = (
    r"(?:time|at|الساعة)?\W*\d{1,2}[:.٫]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?|صباحا|مساء|ظهرا|ص|م)?"
    r"\s?(?:\(?(?:gmt|utc|est|edt|et|bst|cet|cest|eet|ast|توقيت|بتوقيت)?(?:\s?[+-]\d{1,2})?(?: (?:غرينتش|جرينتش|غرينيتش|القاهرة|بيروت|بغداد|مكة(?: المكرمة)?|أبو ?ظبي|لندن|دمشق))?\)?)"
)
DAY = (
    r"(?:today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
    r"|(?:ال)?يوم|أمس|(?:ال)?(?:اثنين|إثنين|ثلاثاء|أربعاء|خميس|جمعة|سبت|أحد))"
)
