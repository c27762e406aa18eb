"""The commands that may stand in a formula of an exported bibliography: an allowlist.

They are those that the vendored KaTeX (`templates/theme/assets/katex/katex.min.js`) typesets, without the ones that
define, load, link, color or space something: what a page can show is safe in somebody's TeX. A test asks KaTeX about
each of them.
"""

COMMANDS = frozenset(
    """
    AA Alpha And Bbb Bbbk Beta Big Bigg Biggl Biggm Biggr Bigl Bigm Bigr Box Bra Braket Bumpeq Cap Chi Colonapprox
    Coloneq Coloneqq Colonsim Complex Cup DOTSB DOTSI DOTSX Dagger Darr Delta Diamond Doteq Downarrow Epsilon Eqcolon
    Eqqcolon Eta Finv Game Gamma H Harr Im Iota Join Kappa Ket LaTeX Lambda Larr Leftarrow Leftrightarrow Lleftarrow
    Longleftarrow Longleftrightarrow Longrightarrow Lrarr Lsh Mu N Nu Omega Omicron Overrightarrow P Phi Pi Pr Psi R
    Rarr Re Reals Rho Rightarrow Rrightarrow Rsh S Set Sigma Subset Supset Tau TeX Theta Uarr Uparrow Updownarrow
    Upsilon Vdash Vert Vvdash Xi Z Zeta aa above acute alef alefsym aleph allowbreak alpha amalg angl angle angln
    approx approxcolon approxcoloncolon approxeq arccos arcctg arcsin arctan arctg arg argmax argmin ast asymp atop
    backepsilon backprime backsim backsimeq backslash bar barwedge bcancel because beta beth between bf big bigcap
    bigcirc bigcup bigg biggl biggm biggr bigl bigm bigodot bigoplus bigotimes bigr bigsqcup bigstar bigtriangledown
    bigtriangleup biguplus bigvee bigwedge binom blacklozenge blacksquare blacktriangle blacktriangledown
    blacktriangleleft blacktriangleright bm bmod bold boldsymbol bot bowtie boxdot boxed boxminus boxplus boxtimes bra
    brace brack braket breve bull bullet bumpeq c cal cancel cap cdot cdotp cdots centerdot cfrac ch check checkmark
    chi choose circ circeq circlearrowleft circlearrowright circledR circledS circledast circledcirc circleddash clap
    clubs clubsuit cnums colon colonapprox coloncolon coloncolonapprox coloncolonequals coloncolonminus coloncolonsim
    coloneq coloneqq colonequals colonminus colonsim complement cong coprod copyright cos cosec cosh cot cotg coth csc
    ctg cth cup curlyeqprec curlyeqsucc curlyvee curlywedge curvearrowleft curvearrowright dArr dag dagger daleth darr
    dashleftarrow dashrightarrow dashv dbinom dblcolon ddag ddagger ddddot dddot ddot ddots deg degree delta det dfrac
    diagdown diagup diamond diamonds diamondsuit digamma dim displaystyle div divideontimes dot doteq doteqdot dotplus
    dots dotsb dotsc dotsi dotsm dotso dotsx doublebarwedge doublecap doublecup downarrow downdownarrows
    downharpoonleft downharpoonright ell emph empty emptyset enskip enspace epsilon eqcirc eqcolon eqqcolon eqsim
    eqslantgtr eqslantless equalscolon equalscoloncolon equiv eta eth exist exists exp fallingdotseq fbox flat forall
    frac frak frown gamma gcd ge geq geqq geqslant gets gg ggg gggtr gimel gnapprox gneq gneqq gnsim grave gt
    gtrapprox gtrdot gtreqless gtreqqless gtrless gtrsim gvertneqq hArr harr hat hbar hbox hearts heartsuit hom
    hookleftarrow hookrightarrow hslash iff iiint iint image imageof imath impliedby implies in inf infin infty injlim
    int intercal intop iota isin it jmath kappa ker ket lArr lBrace lVert lambda land lang
    langle large larr lbrace lbrack
    lceil ldotp ldots le leadsto left leftarrow leftarrowtail leftharpoondown leftharpoonup leftleftarrows
    leftrightarrow leftrightarrows leftrightharpoons leftrightsquigarrow leftthreetimes leq leqq leqslant lessapprox
    lessdot lesseqgtr lesseqqgtr lessgtr lesssim lfloor lg lgroup lhd lim liminf limits limsup ll llap llbracket
    llcorner lll llless lmoustache ln lnapprox lneq lneqq lnot lnsim log longleftarrow longleftrightarrow longmapsto
    longrightarrow looparrowleft looparrowright lor lozenge lparen lq lrArr lrarr lrcorner lt ltimes lvert lvertneqq
    maltese mapsfrom mapsto mathbb mathbf mathbin mathcal mathclap mathclose mathellipsis mathfrak mathinner mathit
    mathllap mathnormal mathop mathopen mathord mathpunct mathreflectbox mathrel mathring mathrlap mathrm mathscr
    mathsf mathsfit mathsterling mathstrut mathtt max measuredangle medspace mho mid middle min minuscolon
    minuscoloncolon minuso mod models mp mu multimap nLeftarrow nLeftrightarrow nRightarrow nVDash nVdash nabla
    natnums natural ncong ne nearrow neg negmedspace negthickspace negthinspace neq nexists ngeq ngeqq ngeqslant ngtr
    ni nleftarrow nleftrightarrow nleq nleqq nleqslant nless nmid nobreak nobreakspace nolimits not notin notni
    nparallel nprec npreceq nrightarrow nshortmid nshortparallel nsim nsubseteq nsubseteqq nsucc nsucceq nsupseteq
    nsupseteqq ntriangleleft ntrianglelefteq ntriangleright ntrianglerighteq nu nvDash nvdash nwarrow odot oiiint
    oiint oint omega omicron ominus operatorname operatornamewithlimits oplus ordinarycolon origof oslash otimes over
    overbrace overbracket overgroup overleftarrow overleftharpoon overleftrightarrow overline overlinesegment
    overrightarrow overrightharpoon overset owns parallel partial perp phantom phase phi pi pitchfork plim plusmn pm
    pmb pmod pod pounds prec precapprox preccurlyeq preceq precnapprox precneqq precnsim precsim prime prod projlim
    propto psi qquad quad r rArr rBrace rVert rang rangle rarr ratio rbrace rbrack rceil real reals reflectbox relax
    restriction rfloor rgroup rhd rho right rightarrow rightarrowtail rightharpoondown rightharpoonup rightleftarrows
    rightleftharpoons rightrightarrows rightsquigarrow rightthreetimes risingdotseq rlap rm rmoustache rparen rq
    rrbracket rtimes rvert scriptscriptstyle scriptstyle sdot searrow sec sect set setminus sf sh sharp shortmid
    shortparallel sigma sim simcolon simcoloncolon simeq sin sinh small smallfrown smallint smallsetminus smallsmile
    smash smile sout space spades spadesuit sphericalangle sqcap sqcup sqrt sqsubset sqsubseteq sqsupset sqsupseteq
    square stackrel star sub sube subset subseteq subseteqq subsetneq subsetneqq substack succ succapprox succcurlyeq
    succeq succnapprox succneqq succnsim succsim sum sup supe supset supseteq supseteqq supsetneq supsetneqq surd
    swarrow tan tanh tau tbinom text textbf textcircled textcopyright textit textmd textnormal textregistered textrm
    textsf textstyle texttt textup tfrac tg th therefore theta thetasym thickapprox thicksim thickspace thinspace
    tilde times to top triangle triangledown triangleleft trianglelefteq triangleq triangleright trianglerighteq tt
    twoheadleftarrow twoheadrightarrow u uArr uarr ulcorner underbar underbrace underbracket undergroup underleftarrow
    underleftrightarrow underline underlinesegment underrightarrow underset unlhd unrhd uparrow updownarrow
    upharpoonleft upharpoonright uplus upsilon upuparrows urcorner utilde v vDash varDelta varGamma varLambda varOmega
    varPhi varPi varPsi varSigma varTheta varUpsilon varXi varepsilon varinjlim varkappa varliminf varlimsup
    varnothing varphi varpi varprojlim varpropto varrho varsigma varsubsetneq varsubsetneqq varsupsetneq varsupsetneqq
    vartheta vartriangle vartriangleleft vartriangleright varvdots vcentcolon vcenter vdash vdots vec vee veebar vert
    wedge weierp widecheck widehat widetilde wp wr xLeftarrow xLeftrightarrow xRightarrow xcancel xhookleftarrow
    xhookrightarrow xi xleftarrow xleftequilibrium xleftharpoondown xleftharpoonup xleftrightarrow xleftrightharpoons
    xlongequal xmapsto xrightarrow xrightequilibrium xrightharpoondown xrightharpoonup xrightleftarrows
    xrightleftharpoons xtofrom xtwoheadleftarrow xtwoheadrightarrow yen zeta
    """.split()
)
ENVIRONMENTS = frozenset(
    """
    align aligned array bmatrix Bmatrix cases dcases gathered matrix pmatrix rcases smallmatrix split subarray vmatrix
    Vmatrix
    """.split()
)
