#include "pg/lent_server.hpp"

#include "model/error.hpp"
#include "pg/connection.hpp"
#include "pg/conninfo.hpp"

#include <fmt/core.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

namespace limbeck::pg {
namespace {

constexpr std::array<int, 3> signals = {SIGINT, SIGTERM, SIGHUP};

volatile std::sig_atomic_t signal_came = 0;
int signal_pipe = -1;

void tell(char what) {
  const int error = errno;
  while (::write(signal_pipe, &what, 1) < 0 && errno == EINTR) continue;
  errno = error;
}

extern "C" void on_end(int) {
  signal_came = 1;
  tell('s');
}

}  // namespace

void stay_if_ending() {
  while (signal_came != 0) ::pause();
}

struct LentServer::State {
  explicit State(const std::string& given) : conninfo(checked_conninfo(given)), owner(given) {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Error(fmt::format("no pipe: {}", std::strerror(errno)));
    from_signal = ends[0];
    signal_pipe = ends[1];
    watcher = std::thread([this] { watch(); });
    struct sigaction action {};
    action.sa_handler = &on_end;
    ::sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals.at(i), &action, &before.at(i));
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    {
      const std::lock_guard lock(busy);
      for (const std::string& name : names) static_cast<void>(owner.try_execute(dropping(name)));
      names.clear();
    }
    for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals.at(i), &before.at(i), nullptr);
    tell('e');
    watcher.join();
    ::close(from_signal);
    ::close(signal_pipe);
    signal_pipe = -1;
  }

  static std::string dropping(const std::string& name) { return "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"; }

  // The main thread may wait for a server that will not answer for long: a thread and a connection of their own.
  void watch() {
    char what = 0;
    while (::read(from_signal, &what, 1) < 0 && errno == EINTR) continue;
    if (what != 's') return;
    const std::lock_guard lock(busy);  // one that is just being made is there then
    try {
      Connection connection(conninfo);
      for (const std::string& name : names) static_cast<void>(connection.try_execute(dropping(name)));
    } catch (const std::exception&) {  // the server is gone: nobody can do more
    }
    constexpr std::string_view said = "limbeck: error: interrupted\n";
    static_cast<void>(!::write(STDERR_FILENO, said.data(), said.size()));
    ::_exit(static_cast<int>(ExitStatus::interrupted));
  }

  std::string conninfo;
  Connection owner;
  std::mutex busy;
  std::vector<std::string> names;
  int from_signal = -1;
  std::thread watcher;
  std::array<struct sigaction, 3> before{};
};

LentServer::LentServer(const std::string& conninfo) : state_(std::make_unique<State>(conninfo)) {}
LentServer::~LentServer() = default;

int LentServer::major_version() const {
  return state_->owner.server_version() / 10000;
}

std::string LentServer::create_database(const std::string& name) {
  const std::lock_guard lock(state_->busy);
  state_->owner.execute(fmt::format("CREATE DATABASE {} TEMPLATE template0", name));
  state_->names.push_back(name);
  return conninfo_of_database(state_->conninfo, name);
}

void LentServer::drop_database(const std::string& name) {
  const std::lock_guard lock(state_->busy);
  state_->owner.execute(State::dropping(name));
  std::erase(state_->names, name);
}

}  // namespace limbeck::pg
