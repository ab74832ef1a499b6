// Runs before the page is drawn, so that components do not jump: the class is what both design systems look for.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
