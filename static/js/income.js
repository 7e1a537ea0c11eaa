/* The income grid: keys as in a sheet, a block pasted from Excel, each box saved by itself. Without this the form is sent whole. */
(function () {
  'use strict';
  var form = document.querySelector('form.income');
  if (!form || !window.fetch) return;
  var state = document.querySelector('.income-state');
  var token = form.querySelector('[name=csrfmiddlewaretoken]').value;
  var queue = [], busy = false, retry = 0, leaving = false;

  function say(word) { if (state) state.textContent = word ? state.dataset[word] : ''; }
  function was(input) { return form.elements['was:' + input.name]; }
  function cells() { return Array.prototype.slice.call(form.querySelectorAll('input[data-line]')); }

  function mark(input, kind, text) {
    var cell = input.closest('td');
    cell.classList.remove('cell-err', 'cell-warn');
    if (kind) cell.classList.add(kind);
    if (kind === 'cell-err') input.setAttribute('aria-invalid', 'true'); else input.removeAttribute('aria-invalid');
    cell.querySelector('.cell-msg').textContent = text || '';
  }

  /* An amount that looks wrong is sent again with the tick, which is for this amount only. */
  function ask(input, sure) {
    var cell = input.closest('td'), label = cell.querySelector('.cell-sure'), box;
    if (label) cell.removeChild(label);
    if (!sure) return;
    label = document.createElement('label');
    label.className = 'cell-sure';
    box = document.createElement('input');
    box.type = 'checkbox';
    box.name = 'sure:' + input.name;
    box.value = sure;
    label.appendChild(box);
    label.appendChild(document.createTextNode(form.dataset.sure));
    cell.appendChild(label);
  }

  function tick(input) { return input.closest('td').querySelector('.cell-sure input'); }

  function waiting() { return !!form.querySelector('.cell-sure'); }

  function put(input) {
    if (input.value.trim() === was(input).value) return;
    if (queue.indexOf(input) < 0) queue.push(input);
    next();
  }

  function next() {
    if (busy || !queue.length) return;
    var input = queue[0], value = input.value, body = new URLSearchParams(), box = tick(input);
    busy = true;
    say('saving');
    body.set('unit', input.dataset.unit);
    body.set('line', input.dataset.line);
    body.set('value', value);
    body.set('was', was(input).value);
    if (box && box.checked) body.set('sure', box.value);
    fetch(form.dataset.cell, {
      method: 'POST', body: body, credentials: 'same-origin', headers: { 'X-CSRFToken': token, 'Accept': 'application/json' }
    }).then(function (answer) {
      var kind = answer.headers.get('Content-Type') || '';
      if (answer.redirected || kind.indexOf('json') < 0) throw new Error('no answer');
      return answer.json();
    }).then(function (told) {
      queue.shift();
      retry = 0;
      if (told.state === 'saved') {
        was(input).value = told.now;
        if (input.value === value) input.value = told.now;
        mark(input, told.message ? 'cell-warn' : '', told.message);
        ask(input, '');
      } else if (told.state === 'ask') {
        mark(input, 'cell-warn', told.message);
        ask(input, told.sure);
      } else {
        ask(input, '');
        if (told.state === 'taken') was(input).value = told.now;
        mark(input, 'cell-err', told.message + (told.state === 'taken' ? ' ' + told.now : ''));
      }
      busy = false;
      say(queue.length ? 'saving' : waiting() ? 'ask' : 'saved');
      if (input.value.trim() !== was(input).value && input.value !== value) put(input);
      next();
    }).catch(function () {
      busy = false;
      say('failed');
      retry = Math.min(retry + 1, 5);
      setTimeout(next, 2000 * retry);
    });
  }

  form.addEventListener('change', function (event) {
    var input = event.target;
    if (input.dataset.line) {
      ask(input, '');
      if (input.value.trim() === was(input).value) { mark(input, '', ''); say(waiting() ? 'ask' : ''); }
      put(input);
    } else if (input.checked && input.closest('.cell-sure')) put(input.closest('td').querySelector('input[data-line]'));
  });

  form.addEventListener('keydown', function (event) {
    var input = event.target, all, row, width = 5, place, to;
    if (!input.dataset || !input.dataset.line) return;
    all = cells();
    place = all.indexOf(input);
    row = { ArrowDown: width, Enter: event.shiftKey ? -width : width, ArrowUp: -width }[event.key];
    if (event.key === 'ArrowRight' && input.selectionStart === input.value.length) row = 1;
    if (event.key === 'ArrowLeft' && input.selectionEnd === 0) row = -1;
    if (row === undefined) return;
    event.preventDefault();
    to = all[place + row];
    if (to) { to.focus(); to.select(); } else if (event.key === 'Enter') { input.blur(); }
  });

  form.addEventListener('paste', function (event) {
    var input = event.target, text = (event.clipboardData || window.clipboardData).getData('text');
    if (!input.dataset || !input.dataset.line || !/[\t\n]/.test(text.replace(/\s+$/, ''))) return;
    event.preventDefault();
    var all = cells(), start = all.indexOf(input), column = start % 5;
    text.replace(/\r/g, '').replace(/\n$/, '').split('\n').forEach(function (line, down) {
      line.split('\t').forEach(function (word, across) {
        var target = column + across < 5 ? all[start + down * 5 + across] : null;
        if (target) { target.value = word.trim(); put(target); }
      });
    });
  });

  form.addEventListener('submit', function () { queue = []; leaving = true; });
  window.addEventListener('beforeunload', function (event) { if (!leaving && (queue.length || busy || waiting())) { event.preventDefault(); event.returnValue = ''; } });
}());
