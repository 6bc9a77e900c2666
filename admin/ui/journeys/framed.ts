/** A page as somebody copies it from their website: with all that stands around its text. */
export const framed = `<a class="header-skip-link sqs-button-element--primary" href="https://willow-room.example/walking#page">Skip to Content</a>
<header id="header" class="header"><div class="header-title-logo"><a href="https://willow-room.example/">Willow Room</a></div><nav class="header-nav-list">
<div class="header-nav-item"><a href="https://willow-room.example/">Home</a></div><div class="header-nav-item"><a href="https://willow-room.example/about">About</a></div>
<div class="header-nav-item header-nav-item--folder"><a class="header-nav-folder-title" href="https://willow-room.example/services">Services</a><div class="header-nav-folder-content"><div><a href="https://willow-room.example/services/emdr">EMDR</a></div><div><a href="https://willow-room.example/services/couples">Couples</a></div></div></div>
<div class="header-nav-item"><a href="https://willow-room.example/contact">Contact</a></div></nav></header>
<main id="page"><section><h1>Walking Therapy</h1>
<p class="sqsrte-large">Some things are easier to say side by side. We walk along the river, at your pace, and talk.</p>
<h2>Who It Helps</h2><p>You might like it if:</p><ul><li><p>a quiet room makes you restless</p></li><li><p>you think better when you move</p></li><li><p>you would rather look ahead than at somebody</p></li></ul>
<h2>What It Costs</h2><p>A walk of fifty minutes costs <s>$140</s> <strong>$150</strong>. <a href="https://willow-room.example/services/emdr">EMDR</a> costs the same.</p>
<h2>Where We Meet</h2><p>At the footbridge, in any weather but lightning.</p><iframe src="https://www.google.com/maps/embed?pb=footbridge" title="Map of the footbridge"></iframe>
<h2>Begin Walking</h2><p>Call us, and we find a morning that suits you.</p></section>
<div class="share-buttons"><p>Share this</p><ul><li><a href="https://www.facebook.com/sharer/sharer.php?u=x">Facebook</a></li><li><a href="https://www.linkedin.com/shareArticle?url=x">LinkedIn</a></li></ul></div>
<section class="item-pagination"><a href="https://willow-room.example/services/couples">Previous</a> <a href="https://willow-room.example/services/emdr">Next</a></section></main>
<footer class="sections" id="footer-sections"><div class="newsletter-block"><h3>Sign up for our newsletter</h3><form><input type="email"><button>Sign Up</button></form></div>
<p><a href="https://willow-room.example/privacy">Privacy Policy</a></p><p>© 2026 Willow Room. All rights reserved.</p><p><a href="https://willow-room.example/walking#header">Back to top</a></p></footer>
<div class="sqs-cookie-banner-v2" role="dialog"><p>By using this website, you agree to our use of cookies.</p><button>Accept</button><button>Decline</button></div>`;

/** The same, as a browser puts it on the clipboard without formatting. */
export const framedText = framed.replace(/<[^>]+>/g, "\n").replace(/\s*\n\s*/g, "\n").trim();
