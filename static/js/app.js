/* Small helpers. Every page works without them; all words come from data attributes. Own work. */
(function () {
  'use strict';
  var doc = document;
  var body = doc.body;
  var $$ = function (sel, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(sel)); };
  var leaving = false;

  /* Phone menu: the link to #nav becomes a switch. */
  var menu = doc.querySelector('[data-menu]');
  var nav = doc.getElementById('nav');
  function setMenu(open) {
    nav.classList.toggle('open', open);
    menu.setAttribute('aria-expanded', String(open));
    if (!open && location.hash === '#nav') history.replaceState(null, '', location.pathname + location.search);
  }
  if (menu && nav) {
    menu.setAttribute('role', 'button');
    setMenu(location.hash === '#nav');
    menu.addEventListener('click', function (e) {
      e.preventDefault();
      setMenu(!nav.classList.contains('open'));
      if (nav.classList.contains('open')) { var a = nav.querySelector('a'); if (a) a.focus(); }
    });
    menu.addEventListener('keydown', function (e) { if (e.key === ' ') { e.preventDefault(); menu.click(); } });
    $$('[data-menu-close]').forEach(function (a) {
      a.addEventListener('click', function (e) { e.preventDefault(); setMenu(false); menu.focus(); });
    });
  }

  /* Drop-downs close on Escape and on a click elsewhere. */
  doc.addEventListener('click', function (e) {
    $$('details.drop[open]').forEach(function (d) { if (!d.contains(e.target)) d.open = false; });
  });
  doc.addEventListener('keydown', function (e) {
    if (e.key !== 'Escape') return;
    $$('details.drop[open]').forEach(function (d) { d.open = false; d.querySelector('summary').focus(); });
    if (menu && nav && nav.classList.contains('open')) { setMenu(false); menu.focus(); }
  });

  /* A second press does nothing; the button says so. */
  doc.addEventListener('submit', function (e) {
    var form = e.target;
    if (e.defaultPrevented || form.method !== 'post' || form.hasAttribute('data-again')) return;
    if (form.hasAttribute('data-sent')) { e.preventDefault(); return; }
    form.setAttribute('data-sent', '');
    leaving = true;
    var b = e.submitter || form.querySelector('button:not([type=button])');
    if (!b || !b.classList.contains('btn')) return;
    setTimeout(function () {
      b.setAttribute('data-text', b.textContent);
      b.textContent = b.getAttribute('data-busy') || body.getAttribute('data-busy') || b.textContent;
      b.setAttribute('aria-disabled', 'true');
      b.classList.add('busy');
    }, 0);
  });
  window.addEventListener('pageshow', function (e) {
    if (!e.persisted) return;
    leaving = false;
    $$('form[data-sent]').forEach(function (f) { f.removeAttribute('data-sent'); });
    $$('.btn.busy').forEach(function (b) {
      b.textContent = b.getAttribute('data-text');
      b.removeAttribute('aria-disabled');
      b.classList.remove('busy');
    });
  });

  /* "Leave page?" for forms with changes: <form data-leave>. */
  doc.addEventListener('input', function (e) {
    var f = e.target.form;
    if (f && f.hasAttribute('data-leave')) f.setAttribute('data-dirty', '');
  });
  window.addEventListener('beforeunload', function (e) {
    if (leaving || !doc.querySelector('form[data-dirty]')) return;
    e.preventDefault();
    e.returnValue = '';
  });

  /* Set up parts of the page, and again those that htmx brings in. */
  function setUp(root) {
    $$('[data-count-for]', root).forEach(function (p) {
      var t = doc.getElementById(p.getAttribute('data-count-for'));
      if (!t) return;
      var max = Number(t.getAttribute('data-maxlength'));
      var show = function () {
        var n = t.value.replace(/\r\n/g, '\n').length;
        p.textContent = n + ' / ' + max;
        p.classList.toggle('over', n > max);
      };
      p.hidden = false;
      t.addEventListener('input', show);
      show();
    });
    $$('[data-show-password]', root).forEach(function (b) {
      var t = doc.getElementById(b.getAttribute('aria-controls'));
      if (!t) return;
      b.hidden = false;
      b.addEventListener('click', function () {
        var open = t.type === 'password';
        t.type = open ? 'text' : 'password';
        b.setAttribute('aria-pressed', String(open));
      });
    });
    $$('[data-copy]', root).forEach(function (b) {
      if (!navigator.clipboard) return;
      b.hidden = false;
      b.addEventListener('click', function () {
        var text = b.getAttribute('data-copy') || location.href;
        navigator.clipboard.writeText(new URL(text, location.href).href).then(function () {
          b.querySelector('[role=status]').textContent = b.getAttribute('data-copied');
        });
      });
    });
    $$('[data-step]', root).forEach(function (b) {
      var t = doc.getElementById(b.getAttribute('aria-controls'));
      if (!t) return;
      b.hidden = false;
      b.addEventListener('click', function () {
        t.value = String((Number(t.value) || 0) + Number(b.getAttribute('data-step')));
        t.dispatchEvent(new Event('input', { bubbles: true }));
      });
    });
    $$('[data-print]', root).forEach(function (b) {
      b.hidden = false;
      b.addEventListener('click', function () { window.print(); });
    });
  }
  setUp(doc);
  doc.addEventListener('htmx:load', function (e) { if (e.target !== body) setUp(e.target); });

  /* After a failed submit the summary speaks first. */
  var sum = doc.querySelector('.summary-err[tabindex]');
  if (sum) sum.focus();
})();
