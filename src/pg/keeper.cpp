#include "pg/keeper.hpp"

#include "model/error.hpp"

#include <fmt/core.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace limbeck::pg {
namespace {

// All that the keeper needs, made before the fork: in the child of a process with threads not even malloc is safe.
struct Plan {
  char* const* server;
  char* const* remove;
  char* const* environment;
  const char* log;
  const std::optional<User>* user;
  int pipe;
  int lock;
};

void on_child(int) {}

[[noreturn]] void become_server(const Plan& plan, pid_t keeper) {
  clear_signal_mask();
  // After the change of user, which clears it. SIGQUIT: at once; the data is thrown away.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (getppid() != keeper) _exit(127);
  execve(plan.server[0], plan.server, plan.environment);
  _exit(127);
}

// Ends when the server has ended or nobody holds the other end of the pipe any more.
void wait_for_end(pid_t server, int pipe) {
  sigset_t unblocked;
  sigemptyset(&unblocked);
  for (;;) {
    // SIGCHLD is blocked but inside ppoll: an exit between the two calls is not missed.
    if (waitpid(server, nullptr, WNOHANG) != 0) return;
    pollfd end{pipe, POLLIN, 0};
    if (ppoll(&end, 1, nullptr, &unblocked) > 0) break;
  }
  kill(server, SIGQUIT);
  for (int waited = 0; waited < 5000; ++waited) {  // an immediate shutdown takes 10 ms; after 5 s it is stuck
    if (waitpid(server, nullptr, WNOHANG) != 0) return;
    usleep(1000);
  }
  kill(server, SIGKILL);
  while (waitpid(server, nullptr, 0) < 0 && errno == EINTR) continue;
}

[[noreturn]] void keep(const Plan& plan) {
  setsid();  // Ctrl-C in a terminal is for the program, not for its server
  prctl(PR_SET_NAME, "limbeck-keeper");
  // Our other files are not the keeper's: an inherited pipe would look open to its reader.
  const int null = open("/dev/null", O_RDWR);
  const int log = open(plan.log, O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(null, STDIN_FILENO);
  dup2(log >= 0 ? log : null, STDOUT_FILENO);
  dup2(log >= 0 ? log : null, STDERR_FILENO);
  const int low = plan.pipe < plan.lock ? plan.pipe : plan.lock;
  const int high = plan.pipe < plan.lock ? plan.lock : plan.pipe;
  const auto close_between = [](int first, int last) {
    if (first <= last) close_range(static_cast<unsigned>(first), static_cast<unsigned>(last), 0);
  };
  close_between(STDERR_FILENO + 1, low - 1);
  close_between(low + 1, high - 1);
  close_range(static_cast<unsigned>(high + 1), ~0U, 0);

  struct sigaction action {};
  action.sa_handler = on_child;
  sigaction(SIGCHLD, &action, nullptr);
  action.sa_handler = SIG_IGN;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) sigaction(signal, &action, nullptr);
  sigset_t child_signal;
  sigemptyset(&child_signal);
  sigaddset(&child_signal, SIGCHLD);
  sigprocmask(SIG_SETMASK, &child_signal, nullptr);

  if (*plan.user && !become(**plan.user)) _exit(127);
  if (chdir("/") != 0) _exit(127);
  const pid_t keeper = getpid();
  const pid_t server = fork();
  if (server == 0) {
    action.sa_handler = SIG_DFL;  // exec keeps what is ignored
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) sigaction(signal, &action, nullptr);
    become_server(plan, keeper);
  }
  if (server > 0) wait_for_end(server, plan.pipe);
  // Where the server ended by itself, we end too: that is how Keeper::alive knows. Its owner reads the log first.
  pollfd end{plan.pipe, POLLIN, 0};
  if (server > 0 && poll(&end, 1, 0) == 0) _exit(1);
  clear_signal_mask();
  execve(plan.remove[0], plan.remove, plan.environment);
  _exit(127);
}

}  // namespace

Keeper::Keeper(std::vector<std::string> arguments, const std::optional<User>& user, const std::string& directory,
               const std::string& log, int lock) {
  std::vector<std::string> remove = {"/bin/rm", "-rf", "--", directory};
  std::vector<std::string> environment = environment_with({});
  const std::vector<char*> server_pointers = null_terminated(arguments);
  const std::vector<char*> remove_pointers = null_terminated(remove);
  const std::vector<char*> environment_pointers = null_terminated(environment);
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw Error(fmt::format("no pipe: {}", std::strerror(errno)));
  keeper_ = fork();
  if (keeper_ == 0) {
    keep({server_pointers.data(), remove_pointers.data(), environment_pointers.data(), log.c_str(), &user, ends[0],
          lock});
  }
  close(ends[0]);
  pipe_ = ends[1];
  if (keeper_ < 0) {
    close(pipe_);
    throw Error(fmt::format("no process: {}", std::strerror(errno)));
  }
}

Keeper::~Keeper() {
  close(pipe_);
  if (keeper_ > 0) {
    while (waitpid(keeper_, nullptr, 0) < 0 && errno == EINTR) continue;
  }
}

bool Keeper::alive() {
  if (keeper_ <= 0) return false;
  const pid_t ended = waitpid(keeper_, nullptr, WNOHANG);
  if (ended == 0 || (ended < 0 && errno == EINTR)) return true;
  keeper_ = -1;
  return false;
}

}  // namespace limbeck::pg
