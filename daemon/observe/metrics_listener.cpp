#include "daemon/observe/metrics_listener.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <set>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "base/log.h"

namespace skep {
namespace {

namespace http = boost::beast::http;
using Protocol = boost::asio::generic::stream_protocol;
using Socket = Protocol::socket;
using Acceptor = boost::asio::basic_socket_acceptor<Protocol>;
using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;

constexpr std::string_view open_metrics_type = "application/openmetrics-text";
constexpr std::string_view plain_text = "text/plain; charset=utf-8";

// After a failed accept(), usually for lack of descriptors: no reason to spin.
constexpr std::chrono::milliseconds accept_pause{100};

Response text_response(http::status status, std::string_view type, std::string text) {
  Response response;
  response.result(status);
  response.set(http::field::content_type, type);
  response.set(http::field::cache_control, "no-store");
  response.body() = std::move(text);
  return response;
}

Response answer(const Request& request, const MetricsListener::Sources& sources) {
  const std::string_view target(request.target().data(), request.target().size());
  const std::string_view path = target.substr(0, target.find('?'));
  if (path != "/metrics" && path != "/healthz") {
    return text_response(http::status::not_found, plain_text, "there is /metrics and /healthz\n");
  }
  if (request.method() != http::verb::get) {
    Response response =
        text_response(http::status::method_not_allowed, plain_text, "only GET is known here\n");
    response.set(http::field::allow, "GET");
    return response;
  }
  if (path == "/healthz") {
    const std::string trouble = sources.trouble();
    if (trouble.empty()) return text_response(http::status::ok, plain_text, "ok\n");
    return text_response(http::status::service_unavailable, plain_text, trouble + "\n");
  }
  const auto accept = request[http::field::accept];
  const bool open = std::string_view(accept.data(), accept.size()).find(open_metrics_type) !=
                    std::string_view::npos;
  const MetricsFormat format = open ? MetricsFormat::open_metrics : MetricsFormat::prometheus;
  return text_response(http::status::ok, content_type(format), sources.metrics(format));
}

}  // namespace

class MetricsListener::Server : public std::enable_shared_from_this<Server> {
 public:
  // `path` is removed in the end; empty: there is none, or it is somebody else's.
  Server(boost::asio::io_context& io, Fd listening, std::string path, Sources sources,
         Bounds bounds)
      : io_(io),
        acceptor_(io),
        pause_(io),
        sources_(std::move(sources)),
        bounds_(bounds),
        path_(std::move(path)) {
    int family = AF_UNIX;
    socklen_t length = sizeof family;
    ::getsockopt(listening.get(), SOL_SOCKET, SO_DOMAIN, &family, &length);
    acceptor_.assign(Protocol(family, 0), listening.release());
  }

  void accept();
  void close();
  uint16_t port() const;
  size_t connections() const { return connections_.size(); }

 private:
  // One request, one answer: Prometheus asks every few seconds at most.
  struct Connection {
    Connection(boost::asio::io_context& io, Socket accepted)
        : socket(std::move(accepted)), deadline(io) {}
    Socket socket;
    boost::asio::steady_timer deadline;
    boost::beast::flat_buffer buffer;
    http::request_parser<http::empty_body> parser;
    Response response;
  };
  using Handle = std::shared_ptr<Connection>;

  void on_accepted(const boost::system::error_code& error, Socket socket);
  void serve(const Handle& connection);
  void on_request(const Handle& connection, const boost::system::error_code& error);
  void send(const Handle& connection, Response response);
  void finish(const Handle& connection);

  boost::asio::io_context& io_;
  Acceptor acceptor_;
  boost::asio::steady_timer pause_;
  const Sources sources_;
  const Bounds bounds_;
  const std::string path_;
  std::set<Handle> connections_;
  bool accepting_ = false;
  bool closed_ = false;
};

void MetricsListener::Server::accept() {
  if (accepting_ || closed_ || connections_.size() >= bounds_.connections) return;
  accepting_ = true;
  acceptor_.async_accept(
      [self = shared_from_this()](const boost::system::error_code& error, Socket socket) {
        self->accepting_ = false;
        if (!self->closed_) self->on_accepted(error, std::move(socket));
      });
}

void MetricsListener::Server::on_accepted(const boost::system::error_code& error, Socket socket) {
  if (error) {
    log::warning("no connection for metrics: {}", error.message());
    pause_.expires_after(accept_pause);
    pause_.async_wait([self = shared_from_this()](const boost::system::error_code& aborted) {
      if (!aborted) self->accept();
    });
    return;
  }
  // Asio accepts without it, and no zygote that is exec'd later may inherit a client.
  if (::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC) != 0) return accept();
  const auto connection = std::make_shared<Connection>(io_, std::move(socket));
  connections_.insert(connection);
  connection->deadline.expires_after(bounds_.lifetime);
  connection->deadline.async_wait(
      [self = shared_from_this(), connection](const boost::system::error_code& aborted) {
        if (!aborted) self->finish(connection);
      });
  serve(connection);
  accept();
}

void MetricsListener::Server::serve(const Handle& connection) {
  connection->parser.header_limit(static_cast<uint32_t>(bounds_.request_bytes));
  connection->parser.body_limit(0);
  http::async_read(
      connection->socket, connection->buffer, connection->parser,
      [self = shared_from_this(), connection](const boost::system::error_code& error, size_t) {
        self->on_request(connection, error);
      });
}

void MetricsListener::Server::on_request(const Handle& connection,
                                         const boost::system::error_code& error) {
  if (!connections_.contains(connection)) return;  // its time was over
  if (!error) return send(connection, answer(connection->parser.get(), sources_));
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return send(connection, text_response(http::status::request_header_fields_too_large, plain_text,
                                          "the request is too large\n"));
  }
  // What ended before it began is not a request: somebody only looked whether the port is open.
  if (error == http::error::end_of_stream ||
      error.category() != http::make_error_code(http::error::end_of_stream).category()) {
    return finish(connection);
  }
  send(connection, text_response(http::status::bad_request, plain_text,
                                 "this is not a request that is understood here\n"));
}

void MetricsListener::Server::send(const Handle& connection, Response response) {
  connection->response = std::move(response);
  connection->response.version(connection->parser.get().version() == 10 ? 10 : 11);
  connection->response.keep_alive(false);
  connection->response.prepare_payload();
  http::async_write(
      connection->socket, connection->response,
      [self = shared_from_this(), connection](const boost::system::error_code&, size_t) {
        boost::system::error_code ignored;
        connection->socket.shutdown(Socket::shutdown_send, ignored);
        self->finish(connection);
      });
}

void MetricsListener::Server::finish(const Handle& connection) {
  if (connections_.erase(connection) == 0) return;
  boost::system::error_code ignored;
  connection->socket.close(ignored);
  connection->deadline.cancel();
  accept();
}

void MetricsListener::Server::close() {
  closed_ = true;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  while (!connections_.empty()) finish(*connections_.begin());
  if (!path_.empty()) ::unlink(path_.c_str());
}

uint16_t MetricsListener::Server::port() const {
  sockaddr_storage name = {};
  socklen_t length = sizeof name;
  auto* generic = reinterpret_cast<sockaddr*>(&name);
  if (::getsockname(const_cast<Acceptor&>(acceptor_).native_handle(), generic, &length) != 0) {
    return 0;
  }
  if (name.ss_family == AF_INET) return ntohs(reinterpret_cast<sockaddr_in*>(&name)->sin_port);
  if (name.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6*>(&name)->sin6_port);
  return 0;
}

MetricsListener::MetricsListener(boost::asio::io_context& io, const ListenAddress& address,
                                 Sources sources)
    : MetricsListener(io, address, std::move(sources), Bounds{}) {}

MetricsListener::MetricsListener(boost::asio::io_context& io, const ListenAddress& address,
                                 Sources sources, Bounds bounds) {
  Result<Fd> socket = listen_on(address);
  if (!socket) throw std::runtime_error("cannot listen for metrics: " + socket.error().message());
  const auto* local = std::get_if<UnixAddress>(&address);
  server_ = std::make_shared<Server>(io, std::move(*socket), local ? local->path : std::string(),
                                     std::move(sources), bounds);
  server_->accept();
}

MetricsListener::MetricsListener(boost::asio::io_context& io, Fd listening, Sources sources)
    : server_(std::make_shared<Server>(io, std::move(listening), std::string(), std::move(sources),
                                       Bounds{})) {
  server_->accept();
}

MetricsListener::~MetricsListener() {
  server_->close();
}

uint16_t MetricsListener::port() const {
  return server_->port();
}

size_t MetricsListener::connections() const {
  return server_->connections();
}

}  // namespace skep
