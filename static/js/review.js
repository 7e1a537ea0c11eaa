/* Review by keyboard: 1 passes the item in hand, 2 opens its return, N goes on. The page works without it. */
(function () {
  "use strict";
  var cards = Array.prototype.slice.call(document.querySelectorAll("[data-item]"));
  function judged(card) { return !card.querySelector("[data-pass]"); }
  function inHand() {
    var card = document.activeElement && document.activeElement.closest("[data-item]");
    return card && !judged(card) ? card : cards.filter(function (one) { return !judged(one); })[0];
  }
  function typing(target) { return /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "radio"); }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) { return; }
    var card = inHand();
    if (!card) { return; }
    var key = event.key.toLowerCase();
    if (key === "1") {
      card.querySelector("[data-pass]").click();
    } else if (key === "2") {
      var fold = card.querySelector("[data-return]");
      fold.open = true;
      (fold.querySelector("textarea") || fold).focus();
    } else if (key === "n") {
      var open = cards.filter(function (one) { return !judged(one); });
      var next = open[(open.indexOf(card) + 1) % open.length];
      next.querySelector("[data-pass]").focus();
    } else { return; }
    event.preventDefault();
  });
})();
