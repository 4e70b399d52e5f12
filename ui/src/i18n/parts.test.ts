import { expect, it } from 'vitest'
import { addTexts, say, startLanguage } from '.'

it('has the texts of a page that two ask for, when either goes on', async () => {
  void addTexts('people')
  await addTexts('people')
  expect(say('ppl.title')).not.toBe('ppl.title')
})

it('loses no texts where several pages come at once, in whatever order they come', async () => {
  await Promise.all([addTexts('model'), startLanguage('en'), addTexts('account'), addTexts('demo'), addTexts('model')])
  expect([say('ppl.title'), say('model.addField'), say('acc.sessions'), say('demo.reset')]).toEqual(['People', 'Add a field', 'Where you are signed in', 'Reset the demonstration'])
})
