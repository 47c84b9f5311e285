// The bounds of MessagePorts between workers: how many, how much may wait, and what is told of it.
#include <doctest/doctest.h>

#include "supervisor_here.h"

namespace skep {
namespace {

using harness::SupervisorHere;

TEST_CASE("a flood to a port that nobody starts makes its sender wait, and then loses by name") {
  SupervisorHere here;
  RootRequest request;
  request.limits.queue_bytes = 64 << 10;
  request.limits.stall_ms = 200;
  here.spawn({{"main.js", R"(
    const worker = new Worker('worker.js');
    const {port1, port2} = new MessageChannel();
    worker.postMessage('keep', [port2]);
    const text = 'x'.repeat(4096);
    for (let i = 0; i < 100; i++) port1.postMessage({i, text});
    worker.postMessage('start');
    worker.onmessage = ({data}) => {
      console.log(data);
      if (data.startsWith('lost')) port1.postMessage({i: 'after', text: ''});
    };
  )"},
              {"worker.js", R"(
    let kept, next = 0, lost = 0;
    onmessage = ({data, ports}) => {
      if (data === 'keep') return kept = ports[0];
      kept.onmessage = ({data: {i}}) => {
        if (i === 'after') return postMessage('still works');
        if (i !== next++) postMessage('out of order');
      };
      kept.onmessageerror = () => postMessage(`lost after ${next > 5 && next < 100}`);
    };
  )"}},
             request);
  here.until("console still works");
  CHECK(here.has("console lost after true"));
  CHECK_FALSE(here.has("console out of order"));
  CHECK(here.supervisor.counters().port_messages_refused > 0);
  CHECK(here.supervisor.counters().queue_stalls > 0);
  here.until("exit finished");
}

TEST_CASE("a sender to a port waits until it is started, and nothing is lost") {
  SupervisorHere here;
  RootRequest request;
  request.limits.queue_bytes = 64 << 10;
  here.spawn({{"main.js", R"(
    const a = new Worker('worker.js', {name: 'sender'}), b = new Worker('worker.js');
    const {port1, port2} = new MessageChannel();
    a.postMessage('send', [port1]);
    b.postMessage('keep', [port2]);
    a.onmessage = () => setTimeout(() => b.postMessage('start'), 50);
    b.onmessage = ({data}) => console.log(data);
  )"},
              {"worker.js", R"(
    let kept, next = 0;
    onmessage = ({data, ports}) => {
      if (data === 'keep') return kept = ports[0];
      if (data === 'send') {
        const text = 'x'.repeat(1000);
        postMessage('begins');
        for (let i = 0; i < 2000; i++) ports[0].postMessage({i, text});
        return ports[0].close();
      }
      kept.onmessage = ({data: {i}}) => { if (i === next) next++; };
      kept.onclose = () => postMessage(`got ${next}`);
    };
  )"}},
             request);
  here.until("console got 2000");
  CHECK(here.supervisor.counters().port_messages_refused == 0);
  here.until("exit finished");
}

TEST_CASE("a message that brings more ports than its receiver may hold is a messageerror") {
  SupervisorHere here;
  RootRequest request;
  request.limits.ports = 4;
  here.spawn({{"main.js", R"(
    const worker = new Worker('worker.js');
    const other = new MessageChannel();
    other.port1.onclose = () => console.log('the refused port is closed');
    worker.onmessage = ({data}) => {
      console.log(data);
      if (data === 'error') worker.postMessage('release');
      if (data === 'released') worker.postMessage('again', [other.port1]);
    };
    for (let i = 0; i < 2; i++) {
      const {port1, port2} = new MessageChannel();
      worker.postMessage('keep', [port1, port2]);
    }
    worker.postMessage('too many', [other.port2]);
  )"},
              {"worker.js", R"(
    const kept = [];
    onmessage = ({data, ports}) => {
      kept.push(...ports);
      if (data !== 'keep') console.log(data, ports.length);
      if (data !== 'release') return;
      kept.forEach((port) => port.close());
      postMessage('released');
    };
    onmessageerror = ({ports}) => postMessage(ports.length === 0 ? 'error' : 'wrong');
  )"}},
             request);
  here.until("console again 1");
  CHECK(here.has("console error"));
  CHECK(here.has("console the refused port is closed"));
  CHECK(here.supervisor.counters().ports_refused == 1);
  here.until("exit finished");
}

TEST_CASE("a tree may have so many ports between its workers, and more when some are closed") {
  SupervisorOptions options;
  options.tree_ports = 4;
  SupervisorHere here(options);
  here.spawn({{"main.js", R"(
    const worker = new Worker('worker.js');
    const channels = [1, 2, 3].map(() => new MessageChannel());
    channels.forEach(({port1}, index) => port1.onclose = () => {
      console.log('closed', index);
      if (index === 2) worker.postMessage('release');
    });
    channels.forEach(({port2}) => worker.postMessage('keep', [port2]));
    worker.onmessage = ({data}) => {
      console.log(data);
      if (data !== 'released') return;
      const {port1, port2} = new MessageChannel();
      port1.onmessage = () => { console.log('works again'); port1.close(); };
      worker.postMessage('keep', [port2]);
    };
  )"},
              {"worker.js", R"(
    const kept = [];
    onmessage = ({data, ports}) => {
      if (data === 'keep') { kept.push(ports[0]); return ports[0].postMessage('hello'); }
      kept.forEach((port) => port.close());
      postMessage('released');
    };
    onmessageerror = () => postMessage('error');
  )"}},
             {});
  here.until("console works again");
  CHECK(here.has("console error"));
  CHECK(here.has("console closed 2"));
  CHECK(here.supervisor.counters().ports_refused == 2);
  here.until("exit finished");
}

TEST_CASE("started ports keep no tree running, messages on their way do") {
  SupervisorHere here;
  here.spawn({{"main.js", R"(
    const a = new Worker('worker.js', {name: 'a'}), b = new Worker('worker.js', {name: 'b'});
    const {port1, port2} = new MessageChannel();
    a.postMessage(0, [port1]);
    b.postMessage(0, [port2]);
  )"},
              {"worker.js", R"(
    onmessage = ({ports: [port]}) => {
      port.onmessage = ({data}) => {
        if (data < 5000) return port.postMessage(data + 1);
        console.log('enough');
      };
      if (name === 'a') port.postMessage(0);
    };
  )"}});
  here.until("exit finished");
  CHECK(here.has("console enough"));
}

TEST_CASE("what waits at ports that nobody starts keeps nothing running") {
  SupervisorHere here;
  here.spawn({{"main.js", R"(
    const {port1, port2} = new MessageChannel();
    new Worker('worker.js').postMessage(0, [port2]);
    port1.postMessage('for nobody');
    console.log('posted');
  )"},
              {"worker.js", "onmessage = ({ports}) => { globalThis.kept = ports[0]; };"}});
  here.until("exit finished");
  CHECK(here.has("console posted"));
}

}  // namespace
}  // namespace skep
