/* Filing: a copy in the browser until the server has everything, photos made smaller before they travel, last words taken
   over. The page works without any of it. All words come from the page. Own work. */
(function () {
  'use strict';
  var doc = document;
  var form = doc.getElementById('item-form');
  var $ = function (sel, root) { return (root || doc).querySelector(sel); };
  var $$ = function (sel, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(sel)); };
  var SENT = 'filing:sent';
  function read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } }
  function forget(key) { try { localStorage.removeItem(key); } catch (e) { /* no store, no copy */ } }

  /* Another page of the filing was reached after sending: the server took the item. A log-in page is none of ours. */
  var key = form ? 'filing:' + form.getAttribute('data-keep') : '';
  var sent = '';
  try { sent = sessionStorage.getItem(SENT) || ''; sessionStorage.removeItem(SENT); } catch (e) { /* none */ }
  if (sent && sent !== key) forget(sent);
  if (!form) return;

  function fields() {
    return $$('input.input, textarea', form).filter(function (f) { return f.name && f.type !== 'file'; });
  }
  function values() {
    var all = {};
    fields().forEach(function (f) { all[f.name] = f.value; });
    return all;
  }
  function copy() {
    try { localStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), values: values() })); } catch (e) { /* full */ }
  }
  function show(name) { $('#save-state').innerHTML = $('#state-' + name).innerHTML; }

  var kept = read(key);
  var bar = $('[data-restore]');
  if (kept) {
    var differs = fields().some(function (f) { return f.name in kept.values && kept.values[f.name] !== f.value; });
    if (differs) {
      var at = new Date(kept.at);
      $('[data-when]', bar).textContent = ('0' + at.getHours()).slice(-2) + ':' + ('0' + at.getMinutes()).slice(-2);
      bar.hidden = false;
    } else if (!$('.summary-err')) forget(key);
  }
  $('[data-restore-take]').addEventListener('click', function () {
    fields().forEach(function (f) {
      if (!(f.name in kept.values)) return;
      f.value = kept.values[f.name];
      f.dispatchEvent(new Event('input', { bubbles: true }));
    });
    bar.hidden = true;
  });
  $('[data-restore-drop]').addEventListener('click', function () { forget(key); bar.hidden = true; });

  /* Minus and plus of an empty field go on from the last figure. Before app.js, which adds the step. */
  form.addEventListener('click', function (e) {
    var b = e.target.closest('[data-step]');
    var t = b && doc.getElementById(b.getAttribute('aria-controls'));
    var box = t && t.closest('[data-last]');
    if (box && t.value === '') t.value = box.getAttribute('data-last');
  }, true);

  var reason = $('[data-fall]');
  function falls() {
    return $$('[data-cumulative]', form).some(function (box) {
      var now = $('input.input', box).value.trim();
      var last = box.getAttribute('data-last');
      return now !== '' && last !== '' && Number(now) < Number(last);
    });
  }
  form.addEventListener('input', function (e) {
    copy();
    if (reason && (falls() || $('textarea', reason).value)) reason.hidden = false;
    if (e.target.type !== 'file' && navigator.onLine === false) show('local');
  });
  if (reason && falls()) reason.hidden = false;

  var reuse = $('[data-reuse]');
  if (reuse) {
    reuse.hidden = false;
    reuse.addEventListener('click', function () {
      var t = doc.getElementById(reuse.getAttribute('data-reuse'));
      t.value = $('#last-words').textContent;
      t.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }

  /* Autosave and sending must not overtake each other: both carry the version. A draft on its way is never aborted, for
     the server may have it already. */
  var busy = 0;
  var waiting = null;
  var leaving = false;
  form.addEventListener('htmx:beforeRequest', function (e) {
    if (leaving || waiting) { e.preventDefault(); return; }
    if (navigator.onLine === false) { e.preventDefault(); show('local'); return; }
    busy += 1;
    show('saving');
  });
  form.addEventListener('htmx:afterRequest', function () {
    setTimeout(function () {
      busy -= 1;
      if (!busy && !waiting && $('#save-state [data-kept]')) forget(key);
      if (!busy && waiting) { var b = waiting; waiting = null; b.click(); }
    }, 0);
  });
  form.addEventListener('htmx:sendError', function () { show('local'); });
  /* What the server could not keep is sent again by itself, as the line says. */
  var again = 0;
  form.addEventListener('htmx:responseError', function () {
    show('failed');
    clearTimeout(again);
    again = setTimeout(function () { form.dispatchEvent(new Event('change')); }, 5000);
  });
  /* What was typed before this script was here, on a slow line, is kept like anything typed later. */
  window.addEventListener('load', function () {
    if (!fields().some(function (f) { return f.value !== f.defaultValue; })) return;
    copy();
    form.dispatchEvent(new Event('change'));
  });
  window.addEventListener('online', function () { form.dispatchEvent(new Event('change')); });
  form.addEventListener('submit', function (e) {
    if (navigator.onLine === false) { e.preventDefault(); e.stopPropagation(); copy(); show('local'); return; }
    if (busy && e.submitter) { waiting = e.submitter; e.preventDefault(); e.stopPropagation(); return; }
    leaving = true;
    if (e.submitter && e.submitter.value === 'drop') { forget(key); return; }
    copy();
    try { sessionStorage.setItem(SENT, key); } catch (err) { /* none */ }
  }, true);

  /* The bar must not lie over the field: while typing it stands below the form. A little later than the blur, so that a
     press on its buttons still lands. */
  var timer;
  form.addEventListener('focusin', function (e) {
    if (!/^(text|textarea)$/.test(e.target.type || '')) return;
    clearTimeout(timer);
    form.classList.add('typing');
  });
  form.addEventListener('focusout', function () {
    clearTimeout(timer);
    timer = setTimeout(function () { form.classList.remove('typing'); }, 400);
  });

  /* Photos: each travels alone, with its own state and its own second try. */
  var box = $('[data-photos]');
  var input = $('#id_upload');
  if (!box || !input) return;
  var add = $('[data-photo-add]');
  add.hidden = false;
  input.classList.add('vh');
  input.addEventListener('change', function (e) {
    e.stopPropagation();
    Array.prototype.slice.call(input.files).forEach(start);
    input.value = '';
  });

  function shrink(file, done) {
    if (!/^image\/(jpeg|png)$/.test(file.type)) { done(file); return; }
    var url = URL.createObjectURL(file);
    var image = new Image();
    image.onload = function () {
      var scale = Math.min(1, 1600 / Math.max(image.naturalWidth, image.naturalHeight));
      var canvas = doc.createElement('canvas');
      canvas.width = Math.round(image.naturalWidth * scale);
      canvas.height = Math.round(image.naturalHeight * scale);
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(url);
      canvas.toBlob(function (blob) {
        if (!blob || blob.size > file.size) { done(file); return; }
        done(new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }));
      }, 'image/jpeg', 0.82);
    };
    image.onerror = function () { URL.revokeObjectURL(url); done(file); };
    image.src = url;
  }

  function start(file) {
    var tile = doc.createElement('div');
    tile.className = 'photo';
    box.insertBefore(tile, add);
    shrink(file, function (small) { send(small, tile); });
  }

  function line(tile, text, bad) {
    tile.textContent = '';
    var cap = doc.createElement('span');
    cap.className = 'cap' + (bad ? ' bad' : '');
    cap.setAttribute('role', 'status');
    cap.textContent = text;
    tile.appendChild(cap);
    return cap;
  }

  function send(file, tile) {
    var cap = line(tile, box.getAttribute('data-sending'));
    var data = new FormData();
    data.append('csrfmiddlewaretoken', $('[name=csrfmiddlewaretoken]', form).value);
    data.append('upload', file);
    var request = new XMLHttpRequest();
    request.open('POST', box.getAttribute('data-photos'));
    request.setRequestHeader('HX-Request', 'true');
    request.upload.onprogress = function (e) {
      if (e.lengthComputable) cap.textContent = box.getAttribute('data-sending') + ' ' + Math.round(e.loaded * 100 / e.total) + '%';
    };
    request.onload = function () {
      if (request.status === 201) { tile.outerHTML = request.responseText; return; }
      failed(request.status === 422 ? request.responseText : '');
    };
    request.onerror = function () { failed(''); };
    request.send(data);
    function failed(why) {
      line(tile, file.name + (why ? '：' + why : ''), true);
      var again = doc.createElement('button');
      again.type = 'button';
      again.className = 'again';
      again.textContent = box.getAttribute('data-retry');
      again.addEventListener('click', function () { send(file, tile); });
      tile.appendChild(again);
    }
  }
})();
