"""Invented articles, and the lines that news sites, think tanks and blogs put around and into them.

``FURNITURE``: per language and place the lines that are no part of the article. Places: ``top`` (above the
headline), ``head`` (between headline and text), ``inside`` and ``foot``. ``RISKY`` are lines that belong to an
article although they look as if they did not.
"""

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

FURNITURE: dict[str, dict[str, str]] = {
    "en": {
        "top": """Skip to main content
Skip to content
Skip links
Open navigation menu
Toggle navigation
Navigation menu
Show Caption
Hide Caption
Breaking News
BREAKING
Live now
Watch Live
LIVE
Sign in
Log in
My account
Subscribe
Donate
Support us
Become a member
Advertisement
ADVERTISEMENT
- Advertisement -
Advertising
Sponsored
Ad
Scroll to continue
Close
Search for:
Search
Search...
EN
English
العربية
Français
Home > News > Middle East
Home / Opinion
Home » Reports » Society
Home
News
World
Middle East
Opinion
Culture
Business
Sport
Features
You are here: Home / Society
Edition: International
Monday, 4 March 2024
Today's Paper
E-Paper
Newsletters
We use cookies to improve your experience. By continuing to browse you agree to our use of cookies.
Accept all cookies
Cookie settings
This website uses cookies to ensure you get the best experience on our website.
Your browser does not support JavaScript
Please enable JavaScript to view this page.
A member of the Harbour Group
Published by the Harbour Studies Centre, Lisbon
Issued by Harbour Media Foundation
An independent publication of the Harbour Trust""",
        "head": """By Karim Mansour
by Reem Haddad
By Karim Mansour and Reem Haddad
By Karim Mansour, Beirut
Written by Karim Mansour
Written by: Karim Mansour
Author: Karim Mansour
Story by Karim Mansour
Reported by Reem Haddad
Karim Mansour | Reem Haddad
BY KARIM MANSOUR
Karim Mansour in Beirut
By Lantern Staff
By Lantern Correspondent
Staff Reporter
Our correspondent
Edited by: Reem Haddad
Translated by Reem Haddad
Translated from Arabic by Reem Haddad
Tuesday 17/August/2021 - 08:30 PM
Published: 17 August 2021
Published On 17 Aug 2021
Published on August 17, 2021
Posted on August 17, 2021 by Karim Mansour
Posted: 17 Aug 2021, 08:30 PM
First published: 17 August 2021
Updated: 18 August 2021 09:12 GMT
Last updated on 18/08/2021
Last modified: Wed 18 Aug 2021 09.12 BST
Updated 2 hours ago
Updated 3:15 PM ET, Tue August 17, 2021
17 August 2021
August 17, 2021
Aug. 17, 2021
August 17, 2021 8:30 pm
17 Aug 2021 | 08:30
17.08.2021
2021-08-17
2021-08-17T20:30:00+00:00
08/17/2021
Tue, 17 Aug 2021 20:30:00 GMT
Tuesday, August 17, 2021, 8:30 p.m.
Tuesday, 17 August 2021 08:30 AM
9 Muharram 1443
9 Muharram 1443 AH - 17 August 2021
17 August 2021 - 9 Muharram 1443
17-08-2021 | 20:30
Date: 17-08-2021
Time: 20:30
8:30 PM
20:30 GMT
2 days ago
5 hours ago
3 min read
5 minute read
5-minute read
Reading time: 4 minutes
Estimated reading time: 4 mins
Read time: 4 min
1.2K views
1,245 Views
Views: 1245
0 Comments
12 comments
Leave a comment
No comments
Share
Share this article
Share on Facebook
Share on Twitter
Share on X
Share via Email
Share this:
SHARE
Tweet
Facebook
Twitter
WhatsApp
Telegram
Print
Print this article
Email
Save
Save article
Bookmark
Listen
Listen to this article
Listen to article
Listen (6 mins)
0:00 / 6:12
Copy link
Text size
Font size: A A A
A+ A-
Follow us on Google News
Follow
Follow us
Get email alerts
[Getty Images]
[File: Harbour Agency]
Photo: Karim Mansour
Photo by Karim Mansour
(Photo: Karim Mansour/AFP)
Image credit: Harbour Agency
Source: Harbour Agency
Source: Agencies
Agencies
Lantern News Agency
Society
Analysis
Opinion
Exclusive
Feature
Report""",
        "inside": """Advertisement
ADVERTISEMENT
Advertisement - Continue reading below
Advertisement: story continues below
Article continues after advertisement
Story continues below advertisement
Article continues below
Continue reading the main story
Continue reading
Sponsored
Promoted
Read also: How the mountain town lost its bakery
Read more: How the mountain town lost its bakery
READ MORE: How the mountain town lost its bakery
Read More: How the mountain town lost its bakery
See also: How the mountain town lost its bakery
Also read: How the mountain town lost its bakery
ALSO READ | How the mountain town lost its bakery
READ | How the mountain town lost its bakery
RELATED: How the mountain town lost its bakery
Related: How the mountain town lost its bakery
Related article: How the mountain town lost its bakery
Related Articles
Watch: A day on the roofs of the town
WATCH: A day on the roofs of the town
Watch | A day on the roofs of the town
You may also like
You might also like: How the mountain town lost its bakery
More on this story
Don't miss: How the mountain town lost its bakery
Recommended
Recommended Stories
list of 3 items
list 1 of 3
end of list
Sign up for our newsletter
Sign up to our free daily newsletter
Sign up for the Morning Lantern newsletter
Subscribe to our newsletter
Subscribe to our YouTube channel
Subscribe to our channel on Telegram
Get the latest news delivered to your inbox
Get our daily briefing in your inbox
Follow us on Telegram
Follow The Lantern on Facebook and Twitter
Join our WhatsApp channel
Join our Telegram channel for the latest updates
Download our app
Download the Lantern app
Click here to read more
Click here to subscribe
Tap here to share
Share this quote
Tweet this
View this post on Instagram
A post shared by Lantern (@lantern)
pic.twitter.com/aB3dEfGh
https://t.co/aB3dEfGh1
Enlarge this image
Enlarge image
Open image in fullscreen
Play video
Loading...
Skip advertisement
Skip promotion
after newsletter promotion
Getty Images
AFP
Image source, Getty Images
© AFP
© Harbour Agency
Embed
Copy
Copied
Support independent journalism
Support our journalism with a donation
Take our survey""",
        "foot": """Tags: roofs, summer, schools
Tags
Tagged: roofs, summer, schools
Topics: roofs, summer
Keywords: roofs, summer, schools
Filed under: Society
Categories: Society, Reports
Category: Society
More about: Roofs | Summer
#roofs #summer
Share this article
Share:
Share this
Share Tweet Share
Facebook Twitter Email Print
Related articles
Related Posts
Related News
Related stories
Most read
Most Popular
Trending
Trending now
Latest news
Editor's Picks
Read next
Up next
Next article
Previous article
Previous Post
Next Post
← Previous
Next →
Older posts
Back to top
Leave a Reply
Leave a reply Cancel reply
Your email address will not be published. Required fields are marked *
Post a comment
Comments
0 Comments
Comments (3)
Comments are closed.
Be the first to comment
Log in to comment
Name *
Email *
Website
Save my name, email, and website in this browser for the next time I comment.
Submit
Subscribe
Sign up
Newsletter
Enter your email address
I agree to the privacy policy
About us
Contact us
Contact
Privacy policy
Privacy Policy | Terms of Use
Terms and Conditions
Terms of Service
Cookie policy
Advertise with us
Careers
Sitemap
RSS
Follow us
Follow us on
Download the app
© 2024 The Lantern
© 2024 The Lantern. All rights reserved.
Copyright © 2024 The Lantern
Copyright 2024, The Lantern Media Group
All rights reserved
Powered by WordPress
Designed by Harbour Studio
Proudly powered by WordPress
Print
Source: Harbour Agency
Source: The Lantern + agencies
SOURCE: AL-FANAR AND NEWS AGENCIES
The views expressed in this article are the author's own and do not necessarily reflect the editorial policy of The Lantern.
The views expressed in this article belong to the author and do not necessarily reflect those of The Lantern.
Disclaimer
About the author
Read more articles by Karim Mansour
View all posts by Karim Mansour
All posts
Load more
Show more
Show more news
See all
View all
End of article
Report an error
Report a typo
Send us a tip
Copy link
WhatsApp
Link copied
Was this article helpful?
Rate this article
Thank you for reading
Thank you for subscribing
Ad""",
    },
    "ar": {
        "top": """تخطى إلى المحتوى
تخطي إلى المحتوى الرئيسي
انتقل إلى المحتوى
تجاوز إلى المحتوى الرئيسي
القائمة
القائمة الرئيسية
إغلاق القائمة
فتح القائمة
بحث
ابحث
البحث عن:
ابحث في الموقع
تسجيل الدخول
دخول
اشترك
اشترك الآن
تبرع
ادعمنا
إعلان
إعلانات
مساحة إعلانية
- إعلان -
عاجل
خبر عاجل
مباشر
بث مباشر
البث المباشر
شاهد البث المباشر
الرئيسية
الصفحة الرئيسية
أخبار
الأخبار
سياسة
اقتصاد
رياضة
ثقافة
آراء
مقالات
تقارير
دراسات
مجتمع
منوعات
فيديو
بودكاست
الشرق الأوسط
العالم العربي
الرئيسية / مجتمع
الرئيسية > أخبار > مجتمع
الرئيسية » تقارير » مجتمع
الرئيسية - أخبار - العالم العربي
أنت هنا: الرئيسية / مجتمع
English
Français
النسخة الورقية
العدد الورقي
الاثنين 4 مارس 2024
الاثنين، 4 مارس/آذار 2024
آخر الأخبار
أحدث الأخبار
الأكثر قراءة
نستخدم ملفات تعريف الارتباط لتحسين تجربتك. باستمرارك في التصفح فإنك توافق على ذلك.
يستخدم هذا الموقع ملفات تعريف الارتباط لتحسين تجربتك
قبول الكل
موافق
إعدادات ملفات تعريف الارتباط
يصدر عن مركز الميناء للدراسات - لشبونة
تصدر عن مؤسسة الميناء للإعلام
صادرة عن مؤسسة الميناء
موقع إخباري مستقل
رئيس التحرير: كريم منصور
رئيس مجلس الإدارة والتحرير
المشرف العام: كريم منصور
صحيفة يومية سياسية مستقلة
يرجى تفعيل جافا سكريبت في متصفحك""",
        "head": """كتب: كريم منصور
كتبت: ريم حداد
كتب كريم منصور
كتبت ريم حداد:
كتب - كريم منصور
بقلم: كريم منصور
بقلم كريم منصور
بقلم/ كريم منصور
بقلم الكاتب كريم منصور
إعداد: كريم منصور
إعداد وتحرير: ريم حداد
تحرير: ريم حداد
تقرير: كريم منصور
ترجمة: ريم حداد
ترجمة وتحرير ريم حداد
بيروت - كريم منصور
بيروت/ كريم منصور
القاهرة – كريم منصور
القاهرة: كريم منصور
كريم منصور - بيروت
كريم منصور
كريم منصور وريم حداد
د. كريم منصور
فريق التحرير
هيئة التحرير
المحرر
محرر الفنار
وحدة الدراسات
مراسل الفنار في بيروت
خاص - الفنار
خاص الفنار
الفنار - خاص
الفنار - وكالات
الفنار - متابعات
صحيفة الفنار
وكالة الفنار للأنباء
متابعات
وكالات
المصدر: وكالات
المصدر: الفنار
المصدر : الفنار + وكالات
نقلا عن الفنار
الثلاثاء 17/أغسطس/2021 - 08:30 م
الثلاثاء 17 أغسطس 2021
الثلاثاء، 17 أغسطس 2021
الثلاثاء ١٧ أغسطس ٢٠٢١ - ٠٨:٣٠ م
الثلاثاء 17 آب 2021
17 آب/أغسطس 2021
17 آب / أغسطس 2021
17 غشت 2021
الثلاثاء 17 غشت 2021 - 20:30
17 أوت 2021
17 أوت 2021 - 20:30
17 أغسطس 2021
17 أغسطس، 2021
أغسطس 17, 2021
أغسطس 17، 2021
17-08-2021
17/8/2021
17/08/2021 20:30
٢٠٢١/٠٨/١٧
٢٠٢١-٠٨-١٧
2021-08-17 20:30
الثلاثاء 2021/8/17
الثلاثاء 09 محرم 1443هـ - 17 أغسطس 2021م
الثلاثاء - 9 محرم 1443 هـ - 17 أغسطس 2021 مـ
9 محرم 1443هـ
9 محرم 1443
9 محرّم 1443 هـ الموافق 17 أغسطس 2021 م
الثلاثاء 9 محرم 1443هـ الموافق 17 أغسطس 2021م
نشر في: 17 أغسطس 2021
نُشر في 17 أغسطس 2021
نشر في 17 أغسطس, 2021: 08:30 م
تاريخ النشر: 17 أغسطس 2021
تاريخ النشر: 2021/08/17
تاريخ النشر : 17-08-2021 08:30 م
تم النشر في: 17 أغسطس 2021
تم النشر: 17 أغسطس 2021 20:30
نشر بتاريخ 17-08-2021
بتاريخ: 17 أغسطس 2021
التاريخ: 17 أغسطس 2021
آخر تحديث: 18 أغسطس 2021
آخر تحديث 18 أغسطس 2021 - 09:12
آخر تحديث: 18/08/2021 الساعة 09:12 (توقيت غرينتش)
تم تحديثه: الأربعاء 18 أغسطس 2021 09:12 صباحا
آخر تعديل: 18 أغسطس 2021
تحديث 18 أغسطس 2021 - 09:12 بتوقيت أبوظبي
أول نشر: 17 أغسطس 2021
17/8/2021-|آخر تحديث: 18/8/2021 09:12 ص (مكة المكرمة)
الساعة 08:30 مساءً
08:30 م
20:30 بتوقيت غرينتش
منذ ساعتين
منذ 5 ساعات
قبل 3 أيام
آخر تحديث: منذ ساعتين
2 دقائق قراءة
3 دقائق
3 دقائق للقراءة
وقت القراءة: 4 دقائق
مدة القراءة 4 دقائق
زمن القراءة: 4 دقائق
1245 مشاهدة
المشاهدات: 1245
عدد المشاهدات: 1245
عدد القراء: 1245
عدد الزوار 1245
0 تعليق
3 تعليقات
لا توجد تعليقات
أضف تعليق
شارك
مشاركة
شارك المقال
شارك هذا المقال
شارك الخبر
شارك على فيسبوك
شارك عبر واتساب
المشاركة عبر
مشاركة عبر البريد الإلكتروني
فيسبوك
تويتر
واتساب
تلغرام
تيليجرام
لينكدإن
طباعة
طباعة المقال
حفظ
احفظ المقال
نسخ الرابط
تم نسخ الرابط
استمع
استمع للمقال
استمع إلى المقال
استمع الى الخبر
حجم الخط
حجم الخط: ع ع ع
تكبير الخط
تصغير الخط
ا- ا+
أ أ أ
تابعنا على أخبار جوجل
تابعونا على تلغرام
تابع آخر الأخبار على واتساب
صورة أرشيفية
صورة تعبيرية
(أ ف ب)
(رويترز)
الصورة: الفنار
تصوير: كريم منصور
مصدر الصورة: الفنار
مجتمع
تقارير
رأي
خاص
تحليل""",
        "inside": """إعلان
إعلانات
- إعلان -
اعلان
يستمر المقال بعد الإعلان
تابع القراءة بعد الإعلان
متابعة القراءة
واصل القراءة
أكمل القراءة
اقرأ أيضًا: كيف خسرت بلدة الجبل مخبزها
اقرأ أيضا: كيف خسرت بلدة الجبل مخبزها
اقرأ أيضاً | كيف خسرت بلدة الجبل مخبزها
إقرأ أيضا: كيف خسرت بلدة الجبل مخبزها
اقرأ ايضا : كيف خسرت بلدة الجبل مخبزها
اقرأ المزيد: كيف خسرت بلدة الجبل مخبزها
إقرأ المزيد: كيف خسرت بلدة الجبل مخبزها
اقرأ كذلك: كيف خسرت بلدة الجبل مخبزها
طالع أيضًا: كيف خسرت بلدة الجبل مخبزها
شاهد أيضا: كيف خسرت بلدة الجبل مخبزها
شاهد: يوم على سطوح البلدة
بالفيديو: يوم على سطوح البلدة
بالصور.. يوم على سطوح البلدة
بالفيديو.. يوم على سطوح البلدة
انظر أيضا: كيف خسرت بلدة الجبل مخبزها
للمزيد: كيف خسرت بلدة الجبل مخبزها
لقراءة المزيد: كيف خسرت بلدة الجبل مخبزها
موضوعات متعلقة
مواضيع ذات صلة
أخبار ذات صلة
مقالات ذات صلة
قد يهمك أيضا
قد يهمك: كيف خسرت بلدة الجبل مخبزها
قد يعجبك أيضا
ربما يعجبك أيضا
نرشح لك: كيف خسرت بلدة الجبل مخبزها
نرشح لك
اخترنا لك
مقترح لك
لا تفوت: كيف خسرت بلدة الجبل مخبزها
تابع أيضا: كيف خسرت بلدة الجبل مخبزها
المزيد عن هذا الموضوع
المزيد من الأخبار
قصص مقترحة
قائمة من 3 عناصر
نهاية القائمة
اشترك في نشرتنا البريدية
اشترك في النشرة البريدية
اشترك في قناتنا على يوتيوب
اشترك في قناة الفنار على تلغرام
انضم إلى قناتنا على تلغرام
انضم إلى قناة الفنار على واتساب
تابعوا آخر أخبارنا عبر تلغرام
تابعوا الفنار على فيسبوك
تابعنا على فيسبوك
تابع قناتنا على تلغرام
للاشتراك في النشرة البريدية
حمل تطبيق الفنار
حمّل تطبيقنا الآن
اضغط هنا للمزيد
اضغط هنا للاشتراك
انقر هنا
لمشاهدة الفيديو اضغط هنا
شاهد الفيديو
تشغيل الفيديو
جاري التحميل
جارٍ التحميل...
تخطى البودكاست وواصل القراءة
تخطى يستحق الانتباه وواصل القراءة
يستحق الانتباه نهاية
البودكاست نهاية
نهاية الفيديو
صدر الصورة، Getty Images
صدر الصورة، الفنار
مصدر الصورة Getty Images
غيتي
رويترز
أ ف ب
© أ ف ب
غيتي إيمجز
عرض هذا المنشور على Instagram
تمت مشاركة منشور بواسطة الفنار
pic.twitter.com/aB3dEfGh
شارك الاقتباس
ادعموا الصحافة المستقلة
تبرع الآن""",
        "foot": """الكلمات المفتاحية: السطوح، الصيف، المدارس
كلمات مفتاحية: السطوح، الصيف
كلمات مفتاحية
الكلمات الدلالية
الكلمات الدالة: السطوح، الصيف
الوسوم: السطوح، الصيف
وسوم: السطوح، الصيف
وسوم
الوسوم
التاجات: السطوح، الصيف
تاغات
هاشتاغ
المواضيع: السطوح، الصيف
التصنيف: مجتمع
التصنيفات: مجتمع، تقارير
القسم: مجتمع
الأقسام: مجتمع
#السطوح #الصيف
شارك
شارك:
شارك هذا الخبر
شارك المقال:
شارك هذا الموضوع:
فيسبوك تويتر واتساب
طباعة
أخبار ذات صلة
مقالات ذات صلة
مواضيع ذات صلة
موضوعات ذات صلة
الأكثر قراءة
الأكثر مشاهدة
الأكثر شيوعا
الأكثر تداولا
الأكثر تعليقا
آخر الأخبار
أحدث الأخبار
أحدث المقالات
اختيارات المحرر
اختيار المحرر
مختارات
المقال التالي
المقال السابق
الخبر السابق
الموضوع التالي
التالي
السابق
العودة إلى الأعلى
العودة للأعلى
اترك تعليقا
اترك ردا
اترك رداً إلغاء الرد
اترك تعليقاً إلغاء الرد
لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *
التعليقات
التعليقات (3)
تعليقات
لا يوجد تعليقات
أضف تعليقك
كن أول من يعلق
إرسال التعليق
الاسم *
البريد الإلكتروني *
الموقع الإلكتروني
احفظ اسمي، بريدي الإلكتروني، والموقع الإلكتروني في هذا المتصفح لاستخدامها المرة المقبلة في تعليقي.
إرسال
من نحن
اتصل بنا
تواصل معنا
سياسة الخصوصية
شروط الاستخدام
الشروط والأحكام
اتفاقية الاستخدام
أعلن معنا
للإعلان
هيئة التحرير
وظائف
خريطة الموقع
من نحن | اتصل بنا | سياسة الخصوصية
تابعنا
تابعنا على
تابعونا
حمل التطبيق
النشرة البريدية
اشترك
أدخل بريدك الإلكتروني
جميع الحقوق محفوظة
جميع الحقوق محفوظة © 2024 الفنار
جميع الحقوق محفوظة لصحيفة الفنار 2024
حقوق النشر © 2024 الفنار
كل الحقوق محفوظة للفنار
تصميم وتطوير شركة الميناء
تصميم وبرمجة: الميناء
مدعوم من ووردبريس
المصدر: وكالات
المصدر : الفنار + وكالات
المصدر: الصحافة المحلية
الآراء الواردة في هذا المقال تعبر عن رأي كاتبها ولا تعكس بالضرورة السياسة التحريرية للفنار.
المقالات المنشورة لا تعبر بالضرورة عن رأي الموقع
هذا المقال لا يعبر بالضرورة عن رأي الفنار وإنما يعبر عن رأي كاتبه
عن الكاتب
نبذة عن الكاتب
المزيد من مقالات كريم منصور
جميع المقالات
عرض جميع المقالات
عرض المزيد
تحميل المزيد
المزيد
الإبلاغ عن خطأ
أبلغ عن خطأ
نسخ الرابط
رابط مختصر
انسخ الرابط
هل أعجبك المقال؟
قيم هذا المقال
شكرا لقراءتك
إعلان""",
    },
}

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
