#include "run/advisory_lock.hpp"

#include "history/sha256.hpp"
#include "run/interrupt.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <random>

namespace limbeck::run {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{50};
constexpr milliseconds longest_pause{500};

std::int64_t key_of(std::string_view database_oid, const VersionTable& table) {
  const std::string hash = history::sha256(fmt::format("limbeck\n{}\n{}\n{}", database_oid, table.schema, table.name));
  std::uint64_t key = 0;
  std::from_chars(hash.data(), hash.data() + 16, key, 16);
  return static_cast<std::int64_t>(key);
}

}  // namespace

AdvisoryLock::AdvisoryLock(pg::Connection& connection, const VersionTable& table, milliseconds wait,
                           const Observer& observer)
    : connection_(connection) {
  const pg::Result self = connection_.execute(
      "SELECT oid, pg_catalog.pg_backend_pid() FROM pg_catalog.pg_database WHERE datname = "
      "pg_catalog.current_database()");
  key_ = key_of(self.text(0, 0), table);
  backend_ = self.text(0, 1);

  const auto end = std::chrono::steady_clock::now() + wait;
  const std::string attempt = fmt::format("SELECT pg_catalog.pg_try_advisory_lock({})", key_);
  std::minstd_rand random(std::random_device{}());
  bool told = false;
  for (milliseconds pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
    Interrupt::check();
    if (connection_.execute(attempt).text(0, 0) == "t") return;
    if (std::chrono::steady_clock::now() >= end) {
      throw Error(fmt::format("another run of limbeck holds the lock of this database: {}", holder()), ExitStatus::lock)
          .with_hint("run the command again when it has ended; ending that session frees the lock");
    }
    if (!told && observer.note) observer.note(fmt::format("waiting for another run of limbeck: {}", holder()));
    told = true;
    Interrupt::sleep(pause / 2 + milliseconds(random() % static_cast<unsigned>(pause.count())));
  }
}

AdvisoryLock::~AdvisoryLock() {
  if (connection_.is_broken()) return;
  try {
    static_cast<void>(connection_.try_execute(fmt::format("SELECT pg_catalog.pg_advisory_unlock({})", key_)));
  } catch (...) {  // out of memory: the lock goes with the session
  }
}

std::string AdvisoryLock::locks() const {
  const auto key = static_cast<std::uint64_t>(key_);
  // A key of 64 bits is shown in two halves, with objsubid 1 (PostgreSQL, "pg_locks").
  return fmt::format(
      "pg_catalog.pg_locks AS held WHERE held.locktype = 'advisory' AND held.granted AND held.classid = {} "
      "AND held.objid = {} AND held.objsubid = 1 AND held.database = "
      "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())",
      key >> 32U, key & 0xffffffffU);
}

std::string AdvisoryLock::is_held() const {
  return fmt::format("(pg_catalog.pg_backend_pid() = {} AND EXISTS (SELECT FROM {} AND held.pid = {}))", backend_,
                     locks(), backend_);
}

// Not its query: there may be a password in it.
std::string AdvisoryLock::holder() const {
  const pg::Result rows = connection_.execute(fmt::format(
      "SELECT who.pid, who.application_name, coalesce(pg_catalog.host(who.client_addr), 'a local socket'), "
      "who.usename, "
      "coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - who.backend_start)::bigint, 0), who.state "
      "FROM pg_catalog.pg_stat_activity AS who WHERE who.pid IN (SELECT held.pid FROM {})",
      locks()));
  if (rows.rows() == 0) return "it has just ended";
  return fmt::format("pid {}, {} as {} from {}, connected for {} s, {}", rows.text(0, 0),
                     rows.text(0, 1).empty() ? "no application name" : rows.text(0, 1), rows.text(0, 3),
                     rows.text(0, 2), rows.text(0, 4), rows.text(0, 5).empty() ? "state hidden" : rows.text(0, 5));
}

}  // namespace limbeck::run
