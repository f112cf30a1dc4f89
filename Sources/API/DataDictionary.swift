/// What every column of the exported tables means: name, files, meaning, unit or values.
package let dataDictionary = CSVTable(
  ["column", "files", "meaning", "unitOrValues"],
  [
    ["account", "all", "number of the reader within this installation", "whole number"],
    ["displayName", "all", "the reader's name as shown", "text"],
    ["attempt", "evidence", "one opening of one case by one reader", "32 hexadecimal digits"],
    ["read", "evidence", "one committed answer, ascending in time", "whole number"],
    [
      "curriculum, unit, case", "reads, evidence, items", "ids as in the curriculum files and case folders",
      "kebab-case",
    ],
    ["mode", "reads, evidence, reliance", "when the AI is shown", "off, secondRead, concurrent, onRequest"],
    ["stage", "reads, evidence", "which answer of an attempt", "first, final (after the AI)"],
    ["isNewCase", "evidence", "the reader had not answered this case before", "true, false"],
    ["isUnaided", "evidence", "the reader had not been shown the AI on this case", "true, false"],
    ["startedAt, committedAt, lastAnswerAt", "reads, evidence, trainees", "moments", "ISO 8601, UTC"],
    [
      "assessment, aiAssessment", "reads, evidence", "category that counted for the case", "the lexicon's category ids",
    ],
    ["likelihood", "reads, evidence", "stated probability of malignancy; empty when not given", "0 to 1"],
    ["calledPositive, aiCalledPositive", "evidence", "the category leads to tissue diagnosis", "true, false"],
    ["isMalignant", "reads, evidence, items", "the case is malignant by its reference standard", "true, false"],
    [
      "errors", "evidence", "kinds of error, one per lesion that has one",
      "coverage, search, missWhileVisible, decision",
    ],
    ["falseMarks", "evidence", "marks on no lesion, merged", "count"],
    ["duration, medianSeconds", "evidence, items", "time from first frame to commit", "seconds"],
    ["find ... calibrate", "evidence", "graded result per skill; empty where the case does not exercise it", "0 to 1"],
    ["mean, low90, high90", "curve, skills, items", "mean of graded results with Wilson's 90 % interval", "0 to 1"],
    ["from, to", "curve", "answers of a block, counted from 1", "whole numbers"],
    ["value", "fit, decide", "chance of success on the fitted curve; the figure that is named", "see figure"],
    ["expectedScore, expectedLow90, expectedHigh90", "skills", "expected score on the reference set", "0 to 1"],
    ["probabilityCompetent", "skills", "probability that the ability meets the standard", "0 to 1"],
    [
      "sensitivity, specificity", "trainees, decide", "positive calls among malignant cases, negative among the others",
      "0 to 1",
    ],
    [
      "dPrime, criterion", "trainees, decide", "sharpness and criterion; a positive c calls cancer rarely",
      "standard deviations",
    ],
    ["auc", "trainees, decide", "area under the curve, DeLong's interval; empty below 20 + 20", "0 to 1"],
    [
      "check, outcome, score, limit", "competence",
      "unaided check, whether it was failed, evidence of the running chart, its limit", "LC-CUSUM units",
    ],
    ["events", "competence", "signal@n: declared competent at check n; alarm@n: relapse at check n", "text"],
    ["aiError", "reliance", "how the AI was wrong; empty where it was right", "miss, falseAlarm, wrongCategory"],
    [
      "unaidedRight, aiRight, finalRight", "reliance",
      "against pathology: own first answer, the AI's, own final answer", "true, false",
    ],
    [
      "family, recall, dueAt", "due", "pattern family, probability of success now, day it fell due", "0 to 1; ISO 8601",
    ],
    [
      "trainees, p10 ... p90", "curve of a cohort", "trainees who completed the block; percentiles of their means",
      "0 to 1",
    ],
    ["successes, answers, centre", "funnel", "right calls, cases of the kind, the cohort's share", "counts; 0 to 1"],
    [
      "place", "funnel", "against exact binomial limits around the centre",
      "tooFewAnswers, farBelow, below, within, above, farAbove",
    ],
    ["low95, high95, low998, high998", "limits", "exact limits for so many answers", "0 to 1"],
    ["difficulty", "items", "learned together with abilities; higher is harder, 90 % interval", "logits"],
    ["information", "items", "what an answer tells about a trainee of mean ability", "per squared logit"],
    ["discrimination", "items", "correlation with the trainee's mean on the other cases, 90 % interval", "-1 to 1"],
    ["upperMinusLower", "items", "mean of the best 27 % of trainees minus that of the lowest 27 %", "-1 to 1"],
    ["answersGiven", "items", "categories given, each with its count", "text"],
    ["rubric, lexicon", "reads", "version of the scoring rule; edition of the words", "ids"],
    [
      "all other columns of reads", "reads", "measures of the read, named as in its feedback",
      "see the measure's unit there",
    ],
  ])
