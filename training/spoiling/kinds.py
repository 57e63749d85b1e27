"""Every kind of error that is made in any language: how often, and how bad it is."""

from __future__ import annotations

from training.spoiling import letters, meaning, order
from training.spoiling.kind import Kind

FLUENCY, ACCURACY, WHOLE = True, False, True

KINDS = (
    Kind("words changed round", order.swapped_words, 7, 2, FLUENCY),
    Kind("word moved", order.moved_word, 3, 2, FLUENCY),
    Kind("words scrambled", order.scrambled_words, 5, 5, FLUENCY),
    Kind("word dropped", order.dropped_word, 5, 4, ACCURACY),
    Kind("small word dropped", order.dropped_function_word, 4, 1, FLUENCY),
    Kind("phrase dropped", order.dropped_phrase, 4, 5, ACCURACY),
    Kind("clause dropped", order.dropped_clause, 2, 5, ACCURACY),
    Kind("end dropped", order.dropped_end, 1, 8, ACCURACY),
    Kind("word repeated", order.repeated_word, 3, 1, FLUENCY),
    Kind("phrase repeated", order.repeated_phrase, 2, 5, FLUENCY),
    Kind("small word inserted", order.inserted_function_word, 4, 1, FLUENCY),
    Kind("phrase added", order.added_phrase, 2, 5, ACCURACY),
    Kind("misspelling", letters.misspelling, 3, 1, FLUENCY),
    Kind("wrong form", letters.wrong_form, 6, 1.5, FLUENCY),
    Kind("word replaced", letters.replaced_word, 9, 5, ACCURACY),
    Kind("small word replaced", letters.replaced_function_word, 4, 1.5, FLUENCY),
    Kind("name replaced", letters.replaced_name, 4, 5, ACCURACY),
    Kind("number changed", letters.changed_number, 4, 5, ACCURACY),
    Kind("punctuation", letters.punctuation, 1, 0.3, FLUENCY),
    Kind("sentence split", letters.split_sentence, 3, 2, FLUENCY),
    Kind("word untranslated", meaning.untranslated_word, 4, 4, ACCURACY),
    Kind("phrase untranslated", meaning.untranslated_phrase, 1.5, 6, ACCURACY),
    Kind("half untranslated", meaning.half_untranslated, 0.4, 15, ACCURACY, WHOLE),
    Kind("untranslated", meaning.untranslated, 0.5, 25, ACCURACY, WHOLE),
    Kind("unrelated", meaning.unrelated, 1.2, 25, ACCURACY, WHOLE),
)
