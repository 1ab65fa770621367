// Makes pairs of schemas from a list of objects (universe.sql), each pair from a seed: before.sql chooses objects and
// their variants at random, after.sql changes some of the choices. tools/roundtrip takes the pairs there and back.

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Variant {
  std::map<std::string, std::size_t> needs;  // object -> the variant that it must have; 0: any
  std::string sql;
};

struct Thing {
  std::string name;
  std::vector<Variant> variants;
};

// Of each object: 0 if it is not chosen, else its variant.
using Choice = std::vector<std::size_t>;

std::vector<Thing> read_universe(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) throw CLI::FileError::Missing(path);
  std::vector<Thing> things;
  for (std::string line; std::getline(stream, line);) {
    std::istringstream words(line);
    std::string dashes;
    std::string word;
    words >> dashes >> word;
    if (dashes == "--" && word == "object") {
      things.push_back({});
      words >> things.back().name;
      things.back().variants.emplace_back();
    } else if (things.empty() || line.empty()) {
      continue;
    } else if (dashes == "--" && word == "or") {
      things.back().variants.emplace_back();
    } else if (dashes == "--" && word == "needs") {
      for (std::string need; words >> need;) {
        const std::size_t equals = need.find('=');
        things.back().variants.back().needs.emplace(
            need.substr(0, equals), equals == std::string::npos ? 0 : std::stoul(need.substr(equals + 1)));
      }
    } else if (dashes != "--") {
      things.back().variants.back().sql += line + '\n';
    }
  }
  return things;
}

std::string schema_of(const std::vector<Thing>& things, const Choice& choice) {
  std::string out;
  std::map<std::string, std::size_t> there;
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (choice[i] == 0) continue;
    const Variant& variant = things[i].variants[choice[i] - 1];
    const bool can = std::all_of(variant.needs.begin(), variant.needs.end(), [&](const auto& need) {
      const auto found = there.find(need.first);
      return found != there.end() && (need.second == 0 || need.second == found->second);
    });
    if (!can) continue;
    there.emplace(things[i].name, choice[i]);
    out += variant.sql;
  }
  return out;
}

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  bool happens(unsigned percent) { return below(100) < percent; }
  // The same on every machine, as the distributions of the standard library are not.
  std::size_t below(std::size_t end) { return engine_() % end; }

 private:
  std::mt19937 engine_;
};

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Writes pairs before.sql and after.sql, one folder a seed."};
  std::string universe;
  std::string out;
  unsigned first = 1;
  unsigned count = 100;
  unsigned changes = 8;
  std::vector<std::string> only;
  app.add_option("--universe", universe, "The list of objects")->required();
  app.add_option("--seed", first, "The first seed");
  app.add_option("--count", count, "How many");
  app.add_option("--changes", changes, "How many percent of the choices change");
  app.add_option("--only", only, "Of the changes only those of these objects: to make a failing pair small");
  app.add_option("DIR", out, "Where to")->required();
  CLI11_PARSE(app, argc, argv);
  const std::vector<Thing> things = read_universe(universe);
  for (unsigned seed = first; seed < first + count; ++seed) {
    Dice dice(seed);
    Choice before(things.size());
    for (std::size_t i = 0; i < things.size(); ++i) {
      if (dice.happens(80)) before[i] = 1 + dice.below(things[i].variants.size());
    }
    Choice after = before;
    std::string changed;
    for (std::size_t i = 0; i < things.size(); ++i) {
      const bool change = dice.happens(changes);
      const std::size_t to = dice.below(things[i].variants.size() + 1);
      if (!change || (!only.empty() && std::find(only.begin(), only.end(), things[i].name) == only.end())) continue;
      after[i] = to;
      if (to != before[i]) changed += fmt::format("{}: {} -> {}\n", things[i].name, before[i], to);
    }
    const std::filesystem::path place = std::filesystem::path(out) / fmt::format("{:06}", seed);
    std::filesystem::create_directories(place);
    write(place / "before.sql", schema_of(things, before));
    write(place / "after.sql", schema_of(things, after));
    write(place / "changes.txt", changed);
  }
  return 0;
}
