// Tries limbeck on directories of schemas: see trial.hpp for what is done with each, report.hpp for what is counted.
// Status 1 if any case failed, 64 for wrong usage; cases whose own files do not load are counted apart.

#include "model/error.hpp"
#include "roundtrip/corpus.hpp"
#include "roundtrip/report.hpp"
#include "roundtrip/trial.hpp"
#include "support/cluster.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using limbeck::roundtrip::Case;
using limbeck::roundtrip::Settings;
using limbeck::roundtrip::Trial;

void print_progress(const Trial& trial, bool verbose) {
  const char* word = !trial.skipped.empty() ? "skip" : trial.passed() ? "ok  " : "FAIL";
  fmt::print(stderr, "{} {} ({:.1f} s)\n", word, trial.of.name, trial.seconds);
  if (!trial.skipped.empty()) fmt::print(stderr, "     {}\n", trial.skipped);
  for (const std::string& reason : trial.reasons) fmt::print(stderr, "     {}\n", reason);
  if (verbose && !trial.passed()) fmt::print(stderr, "{}\n", trial.log);
}

// Each worker has a server of its own: roles belong to a whole server.
std::vector<Trial> try_all(const std::vector<Case>& cases, const Settings& settings, int workers, bool verbose) {
  std::vector<Trial> trials(cases.size());
  std::atomic<std::size_t> next = 0;
  std::mutex output;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      limbeck::testing::Cluster cluster(settings.timeout);
      for (std::size_t i = next++; i < cases.size(); i = next++) {
        trials[i] = try_case(cluster, cases[i], settings);
        const std::lock_guard lock(output);
        print_progress(trials[i], verbose);
      }
    } catch (...) {
      const std::lock_guard lock(output);
      failure = std::current_exception();
      next = cases.size();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < std::min<int>(workers, static_cast<int>(cases.size())); ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
  return trials;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Migrates databases with limbeck there and back, and lets pg_dump judge.", "roundtrip");
  Settings settings;
  std::vector<std::string> directories;
  std::string only;
  std::string json;
  int workers = 2;
  int timeout = 60;
  bool verbose = false;
  app.add_option("--binary", settings.binary, "limbeck")->required()->check(CLI::ExistingFile);
  app.add_option("--workers", workers, "cases at a time")->check(CLI::Range(1, 64));
  app.add_option("--only", only, "only cases whose name holds this");
  app.add_option("--timeout", timeout, "seconds that a command may take")->check(CLI::Range(1, 3600));
  app.add_option("--keep", settings.keep, "keep projects, dumps and logs in this directory");
  app.add_option("--json", json, "write the results to this file");
  app.add_flag("--verbose", verbose, "print the log of every case that failed");
  app.add_option("directories", directories, "folders of before.sql and after.sql, or schema.sql")
      ->required()
      ->check(CLI::ExistingDirectory);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  try {
    settings.binary = std::filesystem::canonical(settings.binary).string();
    settings.timeout = std::chrono::seconds(timeout);
    if (!settings.keep.empty()) settings.keep = std::filesystem::absolute(settings.keep);
    std::vector<Case> cases;
    for (const std::string& directory : directories) {
      for (Case& one : limbeck::roundtrip::find_cases(directory, only)) cases.push_back(std::move(one));
    }
    const std::vector<Trial> trials = try_all(cases, settings, workers, verbose);
    fmt::print("{}", limbeck::roundtrip::to_table(trials));
    if (!json.empty()) {
      std::ofstream stream(json);
      stream << limbeck::roundtrip::to_json(trials);
      if (!stream.flush()) throw limbeck::Error("cannot write " + json);
    }
    const bool failed = std::any_of(trials.begin(), trials.end(),
                                    [](const Trial& trial) { return trial.skipped.empty() && !trial.passed(); });
    return failed || cases.empty() ? 1 : 0;
  } catch (const limbeck::Error& error) {
    fmt::print(stderr, "error: {}\n{}\n{}\n", error.what(), error.detail, error.hint);
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
  }
  return 1;
}
