"""Invented articles, and the lines that news sites, think tanks and blogs put around and into them.

``FURNITURE``: per language and place the lines that are no part of the article. Places: ``top`` (above the
headline), ``head`` (between headline and text), ``inside`` and ``foot``. ``RISKY`` are lines that belong to an
article although they look as if they did not.
"""

from tests.intake import lines_ar, lines_en

ARTICLES = {
    "en": """The town that rents out its rooftops
For three summers the families of Burj al-Hawa have let their roofs to strangers, and the money has paid for a school.
“We had nothing but sky to sell,” says Umm Ziad, who counts the mattresses every evening and the guests every morning.
The council registered 214 roofs in May. It expects twice as many by autumn, when the pilgrims come down from the mountain.
A ladder and a lock
The rules fit on one page. Every roof needs a railing, a ladder that can be pulled up, and a lock on the door below.
Neighbours complained at first about the noise, but the first winter without guests was so quiet that they asked for them back.
What happens next?
A committee will report in June. Until then the price of a night stays where it is: four coins, and breakfast is extra.
Engineers from the capital have warned that the older roofs were never meant to carry forty people and a water tank.
The mayor answers that nobody has fallen yet, and that the tank was there before he was born.""",
    "ar": """البلدة التي تؤجر سطوحها
منذ ثلاثة مواسم تؤجر عائلات برج الهوى سطوح بيوتها للغرباء، وقد بُنيت مدرسة البلدة من هذا المال.
تقول أم زياد التي تعد الفرش كل مساء والضيوف كل صباح: «لم يكن عندنا ما نبيعه غير السماء».
سجل المجلس البلدي 214 سطحًا في شهر مايو، ويتوقع أن يتضاعف العدد في الخريف حين ينزل الزوار من الجبل.
سلم وقفل
القواعد كلها في صفحة واحدة: لا بد لكل سطح من حاجز، ومن سلم يُرفع ليلًا، ومن قفل على الباب في الأسفل.
اشتكى الجيران أول الأمر من الضجيج، غير أن أول شتاء مر بلا ضيوف كان ساكنًا إلى حد أنهم طلبوا عودتهم.
ماذا بعد؟
سترفع لجنة تقريرها في يونيو. وإلى ذلك الحين يبقى ثمن الليلة على حاله: أربع قطع، والفطور ليس منها.
ويحذر مهندسون من العاصمة من أن السطوح القديمة لم تُبن لتحمل أربعين شخصًا وخزان ماء.
ويرد رئيس البلدية بأن أحدًا لم يسقط حتى الآن، وبأن الخزان كان هناك قبل أن يولد.""",
}

FURNITURE: dict[str, dict[str, str]] = {"en": lines_en.LINES, "ar": lines_ar.LINES}

RISKY: dict[str, str] = {
    "en": """“Print it,” she told the clerk, and he did.
She shares the roof with two cousins.
Read more books, the teacher told them, and they laughed.
The advertisement ran for three weeks.
Subscribe or starve: that was the choice the paper gave its readers in 1931.
By the river
By night, the ladders are pulled up
17 August 2021 was the day the first guests came.
On Monday 4 March the council met again.
Related problems appeared in the neighbouring valley.
Watch out for loose tiles, says the guide.
Tags of cloth hang from every railing.
The comments were not kind.
Share of the harvest
More than a roof
Opinion in the town is divided.
Search for water
Home is where the ladder is
Follow the money, an old reporter used to say.
Video from the scene showed the tank leaning to one side.
Photos of the children hang on the wall.
Listen to the wind, the old men say.
Copyright law does not protect a view, the court held.
We use cookies made of dates to welcome every guest.
Source of life
Analysis of the water showed traces of lead.
“Accept all guests,” the sign says.
Editors in the capital did not answer.
Next: the winter
3 minutes later the tank was empty.
Five hours ago nobody would have believed it.
2021
1. A railing on every side
Amount paid: 1,200
The source: a spring below the mosque
Written by hand
A post shared by forty families holds up the wall.
Category two storms reach the valley every decade.
Name and honour
Loading the donkeys took all morning.
The next article of the treaty forbids it.
Donate your mattress, the posters said.
Breaking news of the fall reached the council by noon.
About us they say that we are proud.""",
    "ar": """قالت للموظف: «اطبعها»، فطبعها.
شارك أهل القرية كلهم في البناء.
شارك في اللقاء أربعون شخصًا من البلدتين.
اقرأ كتابًا في الشهر، هكذا كان يقول المعلم لتلاميذه.
نُشر الإعلان ثلاثة أسابيع متتالية.
في 17 أغسطس 2021 وصل أول الضيوف إلى البلدة.
يوم الاثنين 4 مارس اجتمع المجلس مرة أخرى.
كتب كريم منصور رسالة إلى المجلس ولم يتلق ردًا.
شاهد الجيران الخزان وهو يميل إلى جهة واحدة.
تابع الأهالي الأخبار من سطوحهم.
الأكثر قراءة في البلدة هو دفتر الديون.
المزيد من الماء
المزيد من الضيوف يعني المزيد من الفرش، بحسب أم زياد.
مصدر الحياة
المصدر: نبع تحت الجامع
بحث عن الماء
صورة الجد معلقة على الجدار.
الصورة تكتمل في المساء
رأي المهندسين
حقوق الجيران
حقوق النشر لا تحمي المنظر، هكذا حكمت المحكمة.
استمع القاضي إلى الطرفين ثم أجل الجلسة.
قبل ثلاثة أيام لم يكن أحد ليصدق ذلك.
منذ ساعتين فقط كان الخزان ممتلئًا.
2021
1. حاجز من كل جهة
أسباب ذات صلة بالطقس
مواضيع كثيرة لم تناقش في الاجتماع.
عن الكاتب الذي لم يعد
إعلان الاستقلال
إعلان المجلس عن الأسعار الجديدة جاء متأخرًا.
التالي هو الشتاء
السابق لأوانه
بالصور القديمة يثبت الأهالي ملكيتهم.
تحليل الماء أظهر آثارًا من الرصاص.
اشترك الأهالي في ثمن الخزان.
تبرع كل بيت بفرشة.
مباشر وواضح
دخول الغرباء
التعليقات لم تكن لطيفة.
الاسم والشرف
نهاية الموسم
من نحن حتى نرفض الضيوف؟
خاص بالنساء
تقرير المهندسين الأول لم ينشر.""",
}


def _pages() -> dict[str, tuple[str, list[str]]]:
    """Whole pages as they come when everything on them is copied: the language, and their lines."""
    ar, en = ARTICLES["ar"].split("\n"), ARTICLES["en"].split("\n")
    pages: dict[str, tuple[str, list[str]]] = {}
    pages["network"] = (
        "en",
        [
            "Skip links",
            "Skip to Content",
            "play",
            "Live",
            "Show navigation menu",
            "Navigation menu",
            "News",
            "Show more news sections",
            "Africa",
            "Asia",
            "US & Canada",
            "Latin America",
            "Europe",
            "Asia Pacific",
            "War on the coast",
            "Explained",
            "Opinion",
            "Sport",
            "Video",
            "Show more",
            "Feature|Society",
            "#",
            en[0],
            "The families of a small town found something to sell when the harvest failed: the sky above their beds.",
            "A woman stands on a roof in Burj al-Hawa [Samir Nader/Al Fanar]",
            "By Karim Mansour",
            "Published On 4 Mar 2024",
            "4 Mar 2024",
            "Click here to share on social media",
            "Share",
            "Save",
            "BURJ AL-HAWA, Hill Country –" + " " + en[1],
            *en[2:4],
            "Keep reading",
            "list of 4 items",
            "list 1 of 4",
            "The mountain that lost its bakers",
            "list 2 of 4",
            "Why the bus to the coast no longer stops",
            "list 3 of 4",
            "Water, and who owns it",
            "list 4 of 4",
            "‘We sleep in turns’: A night in the harbour",
            "end of list",
            *en[4:],
            "Advertisement",
            "Source: Al Fanar",
            "Advertisement",
            "About",
            "Show more",
            "Connect",
            "Show more",
            "Our Channels",
            "Show more",
            "Our Network",
            "Show more",
            "Follow Al Fanar English:",
            "© 2024 Al Fanar Media Network",
        ],
    )
    pages["broadcaster"] = (
        "ar",
        [
            "تخطى إلى المحتوى",
            "Fanar News, عربي",
            "الرئيسية",
            "شرق أوسط",
            "عالم",
            "علوم وتكنولوجيا",
            "صحة",
            "اقتصاد وأعمال",
            "فنون",
            "رياضة",
            "فيديو",
            "المزيد",
            ar[0],
            "صدر الصورة، Getty Images",
            "التعليق على الصورة، سطح في بلدة برج الهوى",
            "Article information",
            "Author, كريم منصور",
            "Role, الفنار نيوز عربي",
            "4 مارس/ آذار 2024",
            *ar[1:3],
            "تخطى القصص المقترحة وواصل القراءة",
            "قصص مقترحة",
            "قصص مقترحة",
            "نهاية",
            *ar[3:5],
            "تخطى البودكاست وواصل القراءة",
            "البودكاست",
            "يستحق الانتباه (عربي)",
            "شرح معمق لقصة بارزة من أخبار اليوم، لمساعدتك على فهم أهم الأحداث حولك",
            "الحلقات",
            "البودكاست نهاية",
            *ar[5:],
            "مواضيع ذات صلة",
            "لماذا خسرت بلدة الجبل مخبزها؟",
            "15 فبراير/ شباط 2024",
            "الحافلة التي لم تعد تقف عند الميناء",
            "10 يناير/ كانون الثاني 2024",
            "اخترنا لكم",
            "حين ينام البحر",
            "الأكثر قراءة",
            "1",
            "حين ينام البحر",
            "2",
            "الحافلة التي لم تعد تقف عند الميناء",
            "شروط الاستخدام",
            "عن الفنار",
            "سياسة الخصوصية",
            "© 2024 الفنار. الفنار ليست مسؤولة عن محتوى المواقع الخارجية.",
        ],
    )
    pages["blog theme"] = (
        "ar",
        [
            "موقع الفنار",
            "الرئيسية",
            "من نحن",
            "دراسات",
            "مقالات",
            "ترجمات",
            "اتصل بنا",
            "عاجل:",
            "وزير المياه يعلن خطة جديدة للسدود",
            "انقطاع الكهرباء عن أحياء الميناء",
            "ارتفاع أسعار القمح في الأسواق",
            "الرئيسية / مجتمع / " + ar[0],
            ar[0],
            "كريم منصور 4 مارس، 2024",
            "0 124 3 دقائق",
            "فيسبوك",
            "‫X",
            "لينكدإن",
            "واتساب",
            "طباعة",
            *ar[1:6],
            "اقرأ أيضا",
            "بلدة الجبل تخسر مخبزها الأخير",
            *ar[6:],
            "الوسوم",
            "السطوح",
            "الصيف",
            "المدارس",
            "كريم منصور",
            "مقالات ذات صلة",
            "بلدة الجبل تخسر مخبزها الأخير",
            "فبراير 20, 2024",
            "الحافلة التي لم تعد تقف",
            "يناير 3, 2024",
            "اترك تعليقاً",
            "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
            "التعليق *",
            "الاسم *",
            "البريد الإلكتروني *",
            "الموقع الإلكتروني",
            "© حقوق النشر 2024، جميع الحقوق محفوظة | تصميم الميناء",
        ],
    )
    pages["daily"] = (
        "ar",
        [
            "الشرق الأوسط",
            "الرأي",
            "الاقتصاد",
            "آخر الأخبار",
            "يوميات الشرق",
            ar[0],
            "مهندسون يحذرون من أن السطوح القديمة لم تبن لهذا العدد من الضيوف",
            "سطح في بلدة برج الهوى (الفنار)",
            "سطح في بلدة برج الهوى (الفنار)",
            "برج الهوى: كريم منصور",
            "برج الهوى: كريم منصور",
            "نُشر: 20:30-4 مارس 2024 م ـ 23 شعبان 1445 هـ",
            "TT",
            "20",
            "T",
            *ar[1:4],
            "بلدة الجبل تخسر مخبزها الأخير",
            *ar[4:],
            "مواضيع",
            "مجتمع",
            "سياحة",
            "ضيوف",
        ],
    )
    pages["channel"] = (
        "ar",
        [
            "أخبار",
            "مباشر",
            "برامج",
            "الرئيسية",
            "شرق أوسط",
            ar[0],
            "كريم منصور - برج الهوى - الفنار نيوز عربية",
            "04 مارس 2024 - 20:30 بتوقيت أبوظبي",
            "fbtwwa",
            "سطح في بلدة برج الهوى",
            *ar[1:7],
            "اقرأ أيضا:",
            *ar[7:],
            "جميع الحقوق محفوظة الفنار نيوز عربية © 2024",
        ],
    )
    pages["agency"] = (
        "ar",
        [
            "الدول العربية",
            ar[0],
            "- منذ ثلاثة مواسم تؤجر العائلات سطوحها",
            "Karim Mansour",
            "|",
            "04.03.2024 - محدث : 05.03.2024",
            "Burj",
            "برج الهوى / كريم منصور / الفنار",
            *ar[1:],
            "الأخبار المنشورة على الصفحة الرسمية لوكالة الفنار، هي اختصار لجزء من الأخبار التي تُعرض للمشتركين عبر نظام تدفق الأخبار (HAS). من أجل الاشتراك لدى الوكالة يُرجى الاتصال بالرابط التالي.",
            "مواضيع ذات صلة",
            "خبر عن الميناء",
            "#برج الهوى",
        ],
    )
    pages["portal"] = (
        "ar",
        [
            "FN STORIES",
            "القمة في الخريف",
            "الحافلة التي لم تعد تقف عند الميناء",
            "#اسأل_أكثر",
            "#Question_More",
            ar[0],
            "تاريخ النشر: 04.03.2024 | 20:30 GMT |",
            "أخبار العالم العربي",
            "Fanarpress",
            "سطح في برج الهوى",
            "انسخ الرابط",
            "https://ar.fn.example/abcd",
            "تابعوا FN على",
            *ar[1:5],
            "إقرأ المزيد",
            "الحافلة التي لم تعد تقف عند الميناء",
            *ar[5:],
            "المصدر: FN + وكالات",
            "التعليقات",
        ],
    )
    pages["broadsheet"] = (
        "en",
        [
            "Support the Lantern",
            "Fund the free press",
            "Print subscriptions",
            "News",
            "Opinion",
            "Sport",
            "Culture",
            "Lifestyle",
            "World",
            "Europe",
            "US",
            "Americas",
            en[0],
            "When the harvest failed, families found they could let the sky above their beds",
            "Karim Mansour in Burj al-Hawa",
            "Mon 4 Mar 2024 08.30 GMT",
            "Last modified on Tue 5 Mar 2024 09.12 GMT",
            "Share",
            *en[1:5],
            "Sign up to First Light",
            "Free daily newsletter",
            "Our morning email breaks down the key stories of the day, telling you what's happening and why it matters",
            "Enter your email address",
            "Sign up",
            "Privacy Notice: Newsletters may contain info about charities, online ads, and content funded by outside parties. For more information see our Privacy Policy.",
            "after newsletter promotion",
            *en[5:],
            "Explore more on these topics",
            "Society",
            "Housing",
            "features",
            "Share",
            "Reuse this content",
            "More on this story",
            "The bakers of the mountain",
            "12 Feb 2024",
            "Most viewed",
        ],
    )
    pages["think tank"] = (
        "en",
        [
            "Harbour Centre for Policy",
            "About",
            "Experts",
            "Research",
            "Events",
            "Commentary",
            en[0],
            "March 4, 2024",
            "Karim Mansour",
            "Senior Fellow, Harbour Centre",
            "Print",
            "Download PDF",
            *en[1:],
            "Karim Mansour is a senior fellow at the Harbour Centre for Policy.",
            "The views expressed in this article are those of the author and do not necessarily reflect the views of the Harbour Centre.",
            "Related Content",
            "Report",
            "Who owns the water?",
            "By Reem Haddad",
            "Subscribe to our newsletter",
            "First Name",
            "Last Name",
            "Email",
            "Subscribe",
        ],
    )
    return pages


PAGES = _pages()
