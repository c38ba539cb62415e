"""Lines that English pages put around and into an article, by the place where they stand (see ``pages``)."""

LINES: dict[str, str] = {
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
}
