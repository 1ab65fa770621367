// The canonical form of TOML files.

#include "toml/format.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace limbeck;

TEST_CASE("canonical TOML: blanks, gaps and quotes of keys, nothing else") {
  struct Row {
    std::string text;
    std::string expected;
  };
  const std::vector<Row> rows{
      {"", ""},
      {"\n\n", ""},
      {"a=1", "a = 1\n"},
      {"\xef\xbb\xbf"
       "a = 1\r\nb = 2\r\n",
       "a = 1\nb = 2\n"},
      {"  a   =  'x'   # why  \n", "a = 'x'  # why\n"},
      {"a = 1\n\n\n\nb = 2\n\n", "a = 1\n\nb = 2\n"},
      {"\n\na = 1\n", "a = 1\n"},
      {"a = 1\n[t]\nb = 2\n[ t . 'u' ]\n", "a = 1\n\n[t]\nb = 2\n\n[t.u]\n"},
      {"[t]\n\n\nb = 2\n", "[t]\n\nb = 2\n"},
      {"a = 1\n# of t\n[t]\n", "a = 1\n\n# of t\n[t]\n"},
      {"a = 1\n# loose\n\n[t]\n", "a = 1\n# loose\n\n[t]\n"},
      {"# top\n# more\n[t]\n", "# top\n# more\n[t]\n"},
      {"[[ f ]]\na=1\n[[f]]\na=2\n", "[[f]]\na = 1\n\n[[f]]\na = 2\n"},
      {"\"a\" = 1\n\"b c\" = 2\n'd.e' = 3\n\"\" = 4\n\"\\u0061x\" = 5\n",
       "a = 1\n\"b c\" = 2\n'd.e' = 3\n\"\" = 4\n\"\\u0061x\" = 5\n"},
      {"a . b.\"c\"=1\n", "a.b.c = 1\n"},
      {"a={b=1,c = 'x',d={ }}\n", "a = { b = 1, c = 'x', d = {} }\n"},
      {"a=[ 1,2 , 'x' ]\nb=[ ]\n", "a = [1, 2, 'x']\nb = []\n"},
      {"a = [\n  1, 2,\n\n 3 # three\n # end\n]\n", "a = [\n    1,\n    2,\n    3,  # three\n    # end\n]\n"},
      {"a = [ # first\n 1 ]\n", "a = [\n    # first\n    1,\n]\n"},
      // Strings stay as they are.
      {"a = \"x  =  # \\\" y\"  \n", "a = \"x  =  # \\\" y\"\n"},
      {"a = '''  x\n\n\n  y ''' # z\n", "a = '''  x\n\n\n  y '''  # z\n"},
      {"a = \"\"\"x \\\n   y\\\"\"\"\"\n", "a = \"\"\"x \\\n   y\\\"\"\"\"\n"},
      {"a = '''x'''''\n", "a = '''x'''''\n"},
      {"a = '''x\r\ny'''\r\n", "a = '''x\r\ny'''\n"},
      {"a = ''\nb = \"\"\n", "a = ''\nb = \"\"\n"},
      {"a = { b = [\n1,\n2] }\n", "a = { b = [\n    1,\n    2,\n] }\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::string found = canonical_toml(row.text);
    CHECK(found == row.expected);
    CHECK(canonical_toml(found) == found);
  }
}

TEST_CASE("canonical TOML: every model of the tests and examples says the same in it") {
  std::size_t count = 0;
  for (const char* folder : {"tests/cases", "schemas/examples"}) {
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(LIMBECK_SOURCE_DIR) / folder)) {
      if (file.path().extension() != ".toml") continue;
      std::ifstream stream(file.path());
      std::ostringstream text;
      text << stream.rdbuf();
      CAPTURE(file.path().string());
      std::string found;
      CHECK_NOTHROW(found = canonical_toml(text.str()));
      CHECK(canonical_toml(found) == found);
      ++count;
    }
  }
  CHECK(count > 100);
}
