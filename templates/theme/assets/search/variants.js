// How else a word is written: British and American spelling, irregular plurals and verbs. A lower-case word in,
// other words out, which need not exist: the engine looks each up and takes those that papers have, so that
// `quantisation` finds `quantization` and the other way, and `noise` stays alone.
"use strict";

const LitwikiVariants = (() => {
  const MOST = 16;
  /** Beginnings that are spelled in two ways. */
  const BEGINNINGS = `grey/gray programme/program judgement/judgment ageing/aging artefact/artifact sceptic/skeptic tyre/tire
    aluminium/aluminum mould/mold plough/plow fulfil/fulfill skilful/skillful enrol/enroll instal/install draught/draft
    manoeuvr/maneuver acknowledgement/acknowledgment cosy/cozy disc/disk licenc/licens offenc/offens defenc/defens
    pretenc/pretens practis/practic anaem/anem anaesth/anesth aesth/esth archaeo/archeo caes/ces encyclopaed/encycloped
    faec/fec gynaec/gynec haem/hem leukaem/leukem mediaev/mediev orthopaed/orthoped paed/ped palaeo/paleo foet/fet
    oesoph/esoph oestr/estr diarrhoea/diarrhea coeliac/celiac naevus/nevus homoeo/homeo tumour/tumor glycaem/glycem
    hypoglycaem/hypoglycem ischaem/ischem`
    .split(/\s+/)
    .map((pair) => /** @type {[string, string]} */ (pair.split("/")))
    .flatMap(([one, other]) => /** @type {[string, string][]} */ ([[one, other], [other, one]]));
  /** Forms of a word that no rule joins; not those that are words of their own, too (`bound`, `thought`, `found`). */
  const FAMILIES = `teach/taught learn/learnt seek/sought choose/chose/chosen draw/drew/drawn drive/drove/driven grow/grew/grown
    write/wrote/written speak/spoke/spoken freeze/froze/frozen break/broke/broken forget/forgot/forgotten build/built hold/held
    sell/sold send/sent sleep/slept spend/spent steal/stole/stolen throw/threw/thrown understand/understood buy/bought
    shrink/shrank/shrunk sink/sank/sunk swim/swam/swum begin/began/begun burn/burnt spell/spelt dream/dreamt
    child/children man/men woman/women mouse/mice foot/feet tooth/teeth leaf/leaves half/halves wolf/wolves knife/knives
    shelf/shelves formula/formulae schema/schemata corpus/corpora genus/genera axis/axes criterion/criteria
    phenomenon/phenomena automaton/automata polyhedron/polyhedra spectrum/spectra optimum/optima minimum/minima
    maximum/maxima quantum/quanta momentum/momenta equilibrium/equilibria continuum/continua stimulus/stimuli radius/radii
    focus/foci locus/loci nucleus/nuclei bacterium/bacteria alga/algae antenna/antennae`
    .split(/\s+/)
    .map((family) => family.split("/"));
  /** Endings and insides, each way. @type {[RegExp, string][]} */
  const RULES = [
    [/([iy])s(?=e|ing|ation|able|abil)/g, "$1z"],
    [/([iy])z(?=e|ing|ation|able|abil)/g, "$1s"],
    [/^(.*[aeiouy].*)our/, "$1or"],
    [/^(.*[aeiouy].*[^aeouy])or(?=$|s$|ed|ing|ab|al|ful|less|er|hood|ly|ist|it)/, "$1our"],
    [/([bcdhptv])re(s?)$/, "$1er$2"],
    [/([bcdhptv])red$/, "$1ered"],
    [/([bcdhptv])er(s?)$/, "$1re$2"],
    [/([bcdhptv])ered$/, "$1red"],
    [/([bcdhptv])ring$/, "$1ering"],
    [/([bcdhptv])ering$/, "$1ring"],
    [/ogue(?=s?$|d$)/, "og"],
    [/^(.{3,})og(?=s?$)/, "$1ogue"],
    [/^(.{3,})oged$/, "$1ogued"],
    [/^(.*[aeiouy][^aeiou]+[aeiou])([lpst])\2(?=ed|ing|er|or|ation|ist|ous|able)/, "$1$2"],
    [/^(.*[aeiouy][^aeiou]*[^aeioulpst][aeiou])([lpst])(?=ed|ing|er|or|ation|ist|ous|able)/, "$1$2$2"],
    [/([^s])ses$/, "$1sis"],
    [/sis$/, "ses"],
    [/(.{3})[iy]ces$/, "$1ix"],
    [/(.{3})ices$/, "$1ex"],
    [/(.{2})(?:ix|ex)$/, "$1ices"],
  ];

  /** @param {string} word @returns {string[]} */
  const once = (word) => {
    const found = RULES.filter(([rule]) => word.search(rule) >= 0).map(([rule, other]) => word.replace(rule, other));
    for (const [one, other] of BEGINNINGS) if (word.startsWith(one)) found.push(other + word.slice(one.length));
    for (const family of FAMILIES) if (family.includes(word)) found.push(...family);
    return found;
  };

  /** Other spellings of a lower-case word, those of one step before those of two. @param {string} word @returns {string[]} */
  const of = (word) => {
    if (word.length < 3 || word.length > 40 || !/^[a-z]+$/.test(word)) return [];
    const found = new Set([word]);
    for (const one of once(word)) found.add(one);
    for (const one of [...found].slice(1)) for (const other of once(one)) found.add(other);
    found.delete(word);
    return [...found].slice(0, MOST);
  };

  /**
   * The terms that the parts of a word have by their other spellings, by the term that each part itself has.
   * @param {string} word @param {Words} language @returns {Map<string, string[]>}
   */
  const terms = (word, language) => {
    /** @type {Map<string, string[]>} */
    const found = new Map();
    for (const part of word.toLowerCase().split("-")) {
      const own = language.stem(part);
      const others = new Set(of(part).filter((other) => !language.isStopWord(other)).map(language.stem));
      others.delete(own);
      if (others.size) found.set(own, [...others]);
    }
    return found;
  };

  return { of, terms };
})();
